package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.domain.Team;
import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads teams. */
@ApplicationScoped
public class TeamQueries {

  static final String SELECT =
      "SELECT id, name, department, lead, members, created_at, updated_at, version FROM team ";

  private final Sql sql;

  TeamQueries(Sql sql) {
    this.sql = sql;
  }

  /** The team of this id. */
  public Optional<Team> find(UUID id) {
    return sql.first(SELECT + "WHERE id = ?", TeamQueries::read, id);
  }

  /**
   * Teams in the order of their making.
   *
   * @param after the last one that was shown; null for the first page
   */
  public List<Team> page(@Nullable UUID after, int most) {
    return sql.list(
        SELECT + "WHERE id > ?::uuid ORDER BY id LIMIT ?",
        TeamQueries::read,
        after == null ? new UUID(0, 0) : after,
        most);
  }

  static Team read(Row row) throws SQLException {
    return new Team(
        row.uuid("id"),
        row.string("name"),
        row.string("department"),
        row.uuidOrNull("lead"),
        row.uuids("members"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.longValue("version"));
  }
}
