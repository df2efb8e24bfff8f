package dev.handrail.ticket.adapter.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What jobs were run, as an admin may know of it: runs that looked at an app which it serves, with
 * the numbers of those apps alone.
 */
@ApplicationScoped
public class JobQueries {

  /**
   * A run.
   *
   * @param slot the time slot that it was for; null for one asked for by hand
   * @param askedBy id of who asked for it
   * @param startedAt null while it waits
   * @param finishedAt null while it goes on
   * @param changed tickets that were changed, of the apps at hand
   */
  public record Run(
      UUID id,
      Job job,
      @Nullable Instant slot,
      @Nullable String askedBy,
      Instant askedAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      long changed,
      @Nullable String failure) {}

  /**
   * A piece of a list, newest first.
   *
   * @param next the run below which the next piece begins; null at the end
   */
  public record Slice(List<Run> runs, @Nullable UUID next) {}

  private static final String COLUMNS =
      "r.id, r.job, r.slot, r.asked_by, r.asked_at, r.started_at, r.finished_at, r.changed,"
          + " r.failure";

  private static final String OF_CALLER = "(r.apps IS NULL OR ?::boolean OR r.apps && ?)";

  private static final UUID NEWEST = new UUID(-1, -1);

  private final Sql sql;

  JobQueries(Sql sql) {
    this.sql = sql;
  }

  /** The newest runs of each job, newest first. */
  public Map<Job, List<Run>> newest(Caller caller, int each) {
    Map<Job, List<Run>> newest = new EnumMap<>(Job.class);
    for (Job job : Job.values()) {
      newest.put(job, runs(caller, job, each, null).runs());
    }
    return newest;
  }

  /**
   * A piece of a job's runs.
   *
   * @param before {@link Slice#next} of the piece before; null begins with the newest
   */
  public Slice runs(Caller caller, Job job, int limit, @Nullable UUID before) {
    List<Run> found =
        sql.list(
            "SELECT "
                + COLUMNS
                + " FROM job_run r WHERE r.job = ? AND r.id < ? AND "
                + OF_CALLER
                + " ORDER BY r.id DESC LIMIT ?",
            row -> read(row, caller),
            job.wire(),
            before == null ? NEWEST : before,
            servesAll(caller),
            apps(caller),
            limit + 1);
    if (found.size() <= limit) {
      return new Slice(found, null);
    }
    List<Run> page = List.copyOf(found.subList(0, limit));
    return new Slice(page, page.getLast().id());
  }

  /** One run of a job. */
  public Optional<Run> run(Caller caller, Job job, UUID id) {
    return sql.first(
        "SELECT " + COLUMNS + " FROM job_run r WHERE r.id = ? AND r.job = ? AND " + OF_CALLER,
        row -> read(row, caller),
        id,
        job.wire(),
        servesAll(caller),
        apps(caller));
  }

  private static boolean servesAll(Caller caller) {
    return caller.apps().contains(Caller.EVERY_APP);
  }

  private static List<String> apps(Caller caller) {
    return caller.apps().stream().sorted().toList();
  }

  private static Run read(Row row, Caller caller) throws SQLException {
    long changed = 0;
    for (Map.Entry<String, JsonNode> app : JsonColumns.read(row.string("changed")).properties()) {
      changed += caller.serves(app.getKey()) ? app.getValue().longValue() : 0;
    }
    return new Run(
        row.uuid("id"),
        Wires.read(Job.class, row.string("job")),
        row.instantOrNull("slot"),
        row.stringOrNull("asked_by"),
        row.instant("asked_at"),
        row.instantOrNull("started_at"),
        row.instantOrNull("finished_at"),
        changed,
        row.stringOrNull("failure"));
  }
}
