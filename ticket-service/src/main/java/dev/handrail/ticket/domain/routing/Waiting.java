package dev.handrail.ticket.domain.routing;

import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.sla.Deadline;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket that waits for an agent.
 *
 * @param dueAt when its resolution is due; null while that clock is halted
 * @param declinedBy ids of those from whom it was taken by hand; routing gives it to others
 */
public record Waiting(
    UUID ticket,
    Demand demand,
    Priority priority,
    @Nullable Instant dueAt,
    Instant createdAt,
    Set<String> declinedBy) {

  /** The order in which tickets are given out: the most urgent first, then what is due first. */
  public static final Comparator<Waiting> ORDER =
      Comparator.comparing(Waiting::priority, Comparator.reverseOrder())
          .thenComparing(Waiting::dueAt, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Waiting::createdAt)
          .thenComparing(w -> w.ticket().toString());

  public Waiting {
    declinedBy = Set.copyOf(declinedBy);
  }

  /** A ticket as routing sees it. */
  public static Waiting of(Ticket ticket) {
    Content content = ticket.content();
    Deadline resolution = ticket.sla().resolution();
    return new Waiting(
        ticket.id(),
        new Demand(ticket.app(), content.department(), content.language(), content.category()),
        content.priority(),
        resolution.pausedAt() == null ? resolution.dueAt() : null,
        ticket.createdAt(),
        Set.copyOf(ticket.followUp().declinedBy()));
  }
}
