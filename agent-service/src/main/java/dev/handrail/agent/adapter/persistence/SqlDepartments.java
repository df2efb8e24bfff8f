package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.adapter.ChangeEvents;
import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Department;
import dev.handrail.agent.domain.DepartmentChange;
import dev.handrail.agent.domain.Strategy;
import dev.handrail.kit.outbox.Outbox;
import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Departments in table {@code department}. */
@ApplicationScoped
class SqlDepartments implements Departments {

  private static final String SELECT =
      """
      SELECT key, name, active, removed, leads, strategy, give_back_after, created_at, updated_at,
        version, event_sequence
      FROM department
      """;

  private final Sql sql;
  private final Outbox outbox;
  private final ChangeEvents events;

  SqlDepartments(Sql sql, Outbox outbox, ChangeEvents events) {
    this.sql = sql;
    this.outbox = outbox;
    this.events = events;
  }

  @Override
  public Optional<Department> find(String key) {
    return sql.first(SELECT + "WHERE key = ? AND NOT removed", SqlDepartments::read, key);
  }

  @Override
  public boolean holdActive(String key) {
    return sql.first(
            "SELECT key FROM department WHERE key = ? AND active AND NOT removed FOR SHARE",
            row -> true,
            key)
        .isPresent();
  }

  @Override
  public List<Department> all() {
    return sql.list(SELECT + "WHERE NOT removed ORDER BY key", SqlDepartments::read);
  }

  @Override
  public Optional<Department> findForChange(String key) {
    return sql.first(SELECT + "WHERE key = ? FOR UPDATE", SqlDepartments::read, key);
  }

  @Override
  public List<Department> lockUntold() {
    return sql.list(
        SELECT + "WHERE event_sequence = 0 ORDER BY key FOR UPDATE SKIP LOCKED",
        SqlDepartments::read);
  }

  @Override
  public boolean isUsed(String key) {
    return sql.first(
            """
            SELECT EXISTS (SELECT FROM agent WHERE department = ?)
              OR EXISTS (SELECT FROM team WHERE department = ?) AS used
            """,
            row -> row.bool("used"),
            key,
            key)
        .orElseThrow();
  }

  @Override
  public void save(DepartmentChange change) {
    if (change.isEmpty()) {
      return;
    }
    Department before = change.before();
    int written = before == null ? insert(change.after()) : update(before, change.after());
    if (written != 1) {
      throw before == null
          ? new AgentProblem.Conflict(
              "department-exists", "There is a department " + change.after().key() + ".")
          : new IllegalStateException(
              "Department " + before.key() + " was changed by somebody without its lock.");
    }
    outbox.append(events.of(change));
  }

  private int insert(Department d) {
    return sql.update(
        """
        INSERT INTO department (key, name, active, removed, leads, strategy, give_back_after,
          created_at, updated_at, version, event_sequence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (key) DO NOTHING
        """,
        d.key(),
        d.name(),
        d.active(),
        d.removed(),
        d.leads().toArray(UUID[]::new),
        d.strategy().wire(),
        seconds(d.giveBackAfter()),
        d.createdAt(),
        d.updatedAt(),
        d.version(),
        d.eventSequence());
  }

  private int update(Department before, Department d) {
    return sql.update(
        """
        UPDATE department
        SET name = ?, active = ?, removed = ?, leads = ?, strategy = ?, give_back_after = ?::bigint,
          updated_at = ?, version = ?, event_sequence = ?
        WHERE key = ? AND version = ? AND event_sequence = ?
        """,
        d.name(),
        d.active(),
        d.removed(),
        d.leads().toArray(UUID[]::new),
        d.strategy().wire(),
        seconds(d.giveBackAfter()),
        d.updatedAt(),
        d.version(),
        d.eventSequence(),
        d.key(),
        before.version(),
        before.eventSequence());
  }

  private static @Nullable Long seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toSeconds();
  }

  private static Department read(Row row) throws SQLException {
    Long giveBackAfter = row.longOrNull("give_back_after");
    return new Department(
        row.string("key"),
        row.string("name"),
        row.bool("active"),
        row.bool("removed"),
        row.uuids("leads"),
        Wires.read(Strategy.class, row.string("strategy")),
        giveBackAfter == null ? null : Duration.ofSeconds(giveBackAfter),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.longValue("version"),
        row.longValue("event_sequence"));
  }
}
