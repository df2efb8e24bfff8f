package dev.handrail.agent.adapter.persistence;

import dev.handrail.kit.identity.NotBeforeList;
import dev.handrail.kit.identity.NotBeforeSource;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whose tokens are void, from the changes of accounts. */
@ApplicationScoped
public class NotBeforeQueries implements NotBeforeSource {
  private static final long RECENT_SECONDS = Duration.ofHours(1).toSeconds();

  private final Sql sql;

  NotBeforeQueries(Sql sql) {
    this.sql = sql;
  }

  private record Line(Instant at, long revision, List<NotBeforeList.Entry> entries) {}

  /**
   * Every account that is suspended, and every one that changed within the hour. What was refused
   * or is pending never had a token.
   */
  public NotBeforeList list() {
    List<Line> lines =
        sql.list(
            """
            SELECT now() AS at, r.revision, c.agent_id, c.access_version, c.status
            FROM (SELECT COALESCE(max(revision), 0) AS revision FROM access_change) r
            LEFT JOIN access_change c
              ON c.status = 'suspended' OR c.changed_at > now() - make_interval(secs => ?)
            ORDER BY c.agent_id
            """,
            row ->
                new Line(
                    row.instant("at"),
                    row.longValue("revision"),
                    row.isNull("agent_id")
                        ? List.of()
                        : List.of(
                            new NotBeforeList.Entry(
                                row.uuid("agent_id").toString(),
                                row.longValue("access_version"),
                                !row.string("status").equals("approved")))),
            RECENT_SECONDS);
    Line any = lines.getFirst();
    return new NotBeforeList(
        any.at(), any.revision(), lines.stream().flatMap(l -> l.entries().stream()).toList());
  }

  @Override
  public NotBeforeList read() throws IOException {
    try {
      return list();
    } catch (SqlFailure e) {
      throw new IOException("The database did not answer.", e);
    }
  }
}
