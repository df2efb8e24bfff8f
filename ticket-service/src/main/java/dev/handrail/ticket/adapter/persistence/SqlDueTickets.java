package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.DueTickets;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.EscalateSince;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.RatingRequest;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Due tickets by the partial indexes that hold active tickets or those that something will still be
 * done to: what has ended for good costs nothing.
 */
@ApplicationScoped
class SqlDueTickets implements DueTickets {

  private static final Due BEGINNING = new Due(new UUID(0, 0), Instant.EPOCH);

  private final Sql sql;
  private final Catalogue catalogue;

  SqlDueTickets(Sql sql, Catalogue catalogue) {
    this.sql = sql;
    this.catalogue = catalogue;
  }

  @Override
  public List<Due> find(Job job, AppProfile profile, Instant now, @Nullable Due after, int limit) {
    SqlText text = text(job, profile, now, after, limit);
    return sql.list(text.text(), row -> new Due(row.uuid("id"), row.instant("key")), text.params());
  }

  @Override
  public List<Ticket> lockFree(List<UUID> tickets) {
    return sql.list(
        "SELECT "
            + TicketRows.COLUMNS
            + " FROM ticket t WHERE t.id = ANY (?) ORDER BY t.id FOR UPDATE OF t SKIP LOCKED",
        row -> TicketRows.read(row, catalogue),
        (Object) tickets.toArray(UUID[]::new));
  }

  /** The statement that finds them: a walk along one index from the place to go on behind. */
  static SqlText text(Job job, AppProfile profile, Instant now, @Nullable Due after, int limit) {
    Due from = after == null ? BEGINNING : after;
    String app = profile.key();
    return switch (job) {
      case CLOSE_RESOLVED ->
          new SqlText()
              .add(
                  """
                  SELECT t.id, t.resolved_at AS key FROM ticket t
                  WHERE t.app = ? AND t.status = 'resolved' AND t.resolved_at <= ?
                    AND (t.resolved_at, t.id) > (?, ?)
                  ORDER BY t.resolved_at, t.id LIMIT ?
                  """,
                  app,
                  now.minus(profile.autoCloseAfter()),
                  from.key(),
                  from.ticket(),
                  limit);
      case ESCALATE_WAITING -> waiting(profile, now, from, limit);
      case REQUEST_RATINGS ->
          rating(app, RatingRequest.Step.WAITING, now, profile.ratingAskedAfter(), from, limit);
      case REMIND_RATINGS ->
          rating(app, RatingRequest.Step.ASKED, now, profile.ratingRemindedAfter(), from, limit);
      case ALERT_OVERDUE ->
          new SqlText()
              .add(
                  """
                  SELECT t.id, t.sla_due_at AS key FROM ticket t
                  WHERE t.app = ? AND t.active AND t.sla_due_at < ?
                    AND (t.sla_due_at, t.id) > (?, ?)
                    AND (t.overdue_alerted_at IS NULL OR t.overdue_alerted_at <= ?)
                  ORDER BY t.sla_due_at, t.id LIMIT ?
                  """,
                  app,
                  now,
                  from.key(),
                  from.ticket(),
                  now.minus(profile.overdueAlertEvery()),
                  limit);
    };
  }

  /** One walk per status, because the index of active tickets begins with it. */
  private static SqlText waiting(AppProfile profile, Instant now, Due from, int limit) {
    Instant old = now.minus(profile.escalateAfter());
    return new SqlText()
        .add(
            """
            SELECT w.id, w.key FROM unnest(?) s (status) CROSS JOIN LATERAL (
              SELECT t.id, t.updated_at AS key FROM ticket t
              WHERE t.app = ? AND t.active AND t.status = s.status AND t.updated_at <= ?
                AND (t.updated_at, t.id) > (?, ?) AND t.created_at <= ? AND t.aged_at IS NULL
                AND t.escalation_level < ?
              ORDER BY t.updated_at, t.id LIMIT ?
            ) w ORDER BY w.key, w.id LIMIT ?
            """,
            Arrays.stream(Status.values())
                .filter(Status::waitsForSupport)
                .map(Wire::wire)
                .toArray(String[]::new),
            profile.key(),
            profile.escalateSince() == EscalateSince.LAST_TOUCH ? old : now,
            from.key(),
            from.ticket(),
            old,
            Escalation.HIGHEST,
            limit,
            limit);
  }

  private static SqlText rating(
      String app, RatingRequest.Step step, Instant now, Duration after, Due from, int limit) {
    return new SqlText()
        .add(
            """
            SELECT t.id, t.rating_request_since AS key FROM ticket t
            WHERE t.app = ? AND t.rating_request = ? AND t.rating_request_since <= ?
              AND (t.rating_request_since, t.id) > (?, ?)
            ORDER BY t.rating_request_since, t.id LIMIT ?
            """,
            app,
            step.wire(),
            now.minus(after),
            from.key(),
            from.ticket(),
            limit);
  }
}
