package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.Ids;
import dev.handrail.ticket.application.port.JobRuns;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.JobRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs in table {@code job_run}. Signs of life are in the database's time, so that clocks of
 * replicas which differ take no run from anybody.
 */
@ApplicationScoped
class SqlJobRuns implements JobRuns {

  /**
   * After so many seconds without a sign of life a run is anybody's. A batch's transaction may take
   * ten; a runner that was only slow loses the run but does nothing wrong.
   */
  private static final int PATIENCE_SECONDS = 60;

  private static final String COLUMNS = " r.id, r.job, r.apps, r.attempt";

  private static final String BEGIN =
      """
      INSERT INTO job_run AS r
        (id, job, slot, asked_at, runner, attempt, heartbeat_at, started_at)
      VALUES (?, ?, ?, ?, ?, 1, clock_timestamp(), ?)
      ON CONFLICT (job, slot) DO NOTHING RETURNING
      """
          + COLUMNS;

  private static final String WAITING =
      """
      SELECT r.id FROM job_run r
      WHERE r.finished_at IS NULL AND r.slot IS NULL AND r.attempt = 0 AND r.job = ?
        AND r.apps IS NOT DISTINCT FROM ?::text[]
      ORDER BY r.id LIMIT 1
      """;

  private static final String ASK =
      "INSERT INTO job_run (id, job, apps, asked_by, asked_at) VALUES (?, ?, ?::text[], ?, ?)";

  private static final String TAKE_UP =
      """
      WITH free AS (
        SELECT id FROM job_run
        WHERE finished_at IS NULL
          AND (runner IS NULL OR heartbeat_at < clock_timestamp() - make_interval(secs => ?))
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
      )
      UPDATE job_run r
      SET runner = ?, attempt = r.attempt + 1, heartbeat_at = clock_timestamp(),
          started_at = coalesce(r.started_at, ?)
      FROM free WHERE r.id = free.id RETURNING
      """
          + COLUMNS;

  private static final String WORKED =
      """
      UPDATE job_run SET heartbeat_at = clock_timestamp(),
        changed = CASE WHEN ? = 0 THEN changed ELSE changed
          || jsonb_build_object(?::text, coalesce((changed ->> ?::text)::bigint, 0) + ?) END
      WHERE id = ? AND attempt = ? AND finished_at IS NULL
      """;

  private final Sql sql;
  private final Ids ids;

  SqlJobRuns(Sql sql, Ids ids) {
    this.sql = sql;
    this.ids = ids;
  }

  @Override
  public Optional<JobRun> begin(Job job, Instant slot, String runner, Instant now) {
    return sql.first(BEGIN, SqlJobRuns::read, ids.next(), job.wire(), slot, now, runner, now);
  }

  @Override
  public UUID ask(Job job, @Nullable Set<String> apps, String askedBy, Instant now) {
    String[] sorted = apps == null ? null : apps.stream().sorted().toArray(String[]::new);
    return sql.first(WAITING, row -> row.uuid("id"), job.wire(), sorted)
        .orElseGet(
            () -> {
              UUID id = ids.next();
              sql.update(ASK, id, job.wire(), sorted, askedBy, now);
              return id;
            });
  }

  @Override
  public Optional<JobRun> takeUp(String runner, Instant now) {
    return sql.first(TAKE_UP, SqlJobRuns::read, PATIENCE_SECONDS, runner, now);
  }

  @Override
  public boolean worked(JobRun run, String app, int changed) {
    return sql.update(WORKED, changed, app, app, changed, run.id(), run.attempt()) == 1;
  }

  @Override
  public void finish(JobRun run, Instant now, @Nullable String failure) {
    sql.update(
        """
        UPDATE job_run SET finished_at = ?, failure = ?::text
        WHERE id = ? AND attempt = ? AND finished_at IS NULL
        """,
        now,
        failure,
        run.id(),
        run.attempt());
  }

  @Override
  public void release(JobRun run) {
    sql.update(
        "UPDATE job_run SET runner = NULL WHERE id = ? AND attempt = ? AND finished_at IS NULL",
        run.id(),
        run.attempt());
  }

  @Override
  public void forget(Job job, Instant before) {
    // Ids carry their time, so that the index of a job's runs finds the old ones.
    sql.update(
        "DELETE FROM job_run WHERE job = ? AND id < ? AND finished_at IS NOT NULL",
        job.wire(),
        new UUID(before.toEpochMilli() << 16, 0));
  }

  private static JobRun read(Row row) throws SQLException {
    return new JobRun(
        row.uuid("id"),
        Wires.read(Job.class, row.string("job")),
        row.isNull("apps") ? null : Set.copyOf(row.strings("apps")),
        row.intValue("attempt"));
  }
}
