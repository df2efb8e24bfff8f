package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.SlaState;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads that need no rule: lists, counts, single tickets with their threads, history. What a caller
 * may see comes in as a {@link Scope}.
 */
@ApplicationScoped
public class TicketQueries {

  /** What a list is narrowed to; null or empty leaves a field out. All given ones must hold. */
  public record Filter(
      Set<Status> statuses,
      @Nullable String category,
      @Nullable Priority priority,
      @Nullable String department,
      @Nullable AssigneeFilter assignee,
      @Nullable String customer,
      @Nullable String app,
      @Nullable String tag,
      @Nullable Source source,
      @Nullable Link link,
      @Nullable SlaState slaState,
      @Nullable Instant createdFrom,
      @Nullable Instant createdTo,
      @Nullable Instant updatedFrom,
      @Nullable Instant updatedTo,
      @Nullable String text) {

    /** Lets every ticket pass. */
    public static final Filter NONE =
        new Filter(
            Set.of(), null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    public Filter {
      statuses = Set.copyOf(statuses);
    }
  }

  /** Whose tickets. */
  public sealed interface AssigneeFilter {
    /** Nobody's. */
    record Unassigned() implements AssigneeFilter {}

    /** One agent's. */
    record Agent(String id) implements AssigneeFilter {}
  }

  /** What a list is sorted by; tickets of equal key follow each other in a fixed order. */
  public enum SortKey {
    CREATED_AT,
    UPDATED_AT,
    PRIORITY,
    SLA_DUE_AT
  }

  public record Sort(SortKey key, boolean descending) {}

  /**
   * A piece of a list.
   *
   * @param next where the next piece begins; null at the end
   */
  public record Slice(List<Ticket> tickets, @Nullable List<String> next) {}

  /**
   * How many tickets there are.
   *
   * @param overdue active ones of which a deadline that is not met yet has passed
   * @param capped whether there are more than 10,000, of which only that many were counted
   */
  public record Counts(
      long total,
      Map<Status, Long> byStatus,
      Map<Priority, Long> byPriority,
      long unassigned,
      long overdue,
      boolean capped) {}

  /**
   * A ticket with the newest page of its thread, newest first.
   *
   * @param assignments oldest first; empty for the customer's side
   */
  public record Detail(Ticket ticket, List<Message> newest, List<Assignment> assignments) {}

  /**
   * One change of the assignee.
   *
   * @param agentId null when the ticket was taken from its agent
   * @param how {@code picked}, {@code assigned}, {@code handed_over} or {@code unassigned}
   */
  public record Assignment(
      @Nullable String agentId,
      @Nullable String agentName,
      Instant at,
      String how,
      String actorId) {}

  /**
   * A piece of a thread, newest first.
   *
   * @param next the position below which the next piece begins; null at the end
   */
  public record MessageSlice(List<Message> messages, @Nullable Integer next) {}

  /**
   * A piece of a ticket's history, newest first.
   *
   * @param next what {@code before} is for the next piece; null at the end
   */
  public record HistorySlice(List<HistoryEntry> entries, @Nullable Long next) {}

  private final Sql sql;
  private final Clock clock;

  TicketQueries(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * One page of the tickets that a scope includes.
   *
   * @param staff false for the customer's side: times and texts are then those it may know of
   * @param limit most tickets, from 1
   * @param after {@link Slice#next} of the page before, of the same query
   */
  public Slice list(
      Scope scope,
      boolean staff,
      Filter filter,
      Sort sort,
      int limit,
      @Nullable List<String> after) {
    throw new UnsupportedOperationException();
  }

  /** Counts the tickets that a scope includes, at most 10,000 of them. */
  public Counts counts(Scope scope, boolean staff, Filter filter) {
    throw new UnsupportedOperationException();
  }

  /** The ticket under this id or number, without a lock. */
  public Optional<Ticket> find(String ref) {
    throw new UnsupportedOperationException();
  }

  /**
   * The ticket under this id or number with the newest messages of its thread.
   *
   * @param staff false for the customer's side: no internal notes, no assignments
   */
  public Optional<Detail> detail(String ref, boolean staff, int messages) {
    throw new UnsupportedOperationException();
  }

  /**
   * A piece of a thread.
   *
   * @param staff false leaves internal notes out
   * @param beforePosition only messages below; null begins with the newest
   */
  public MessageSlice messages(
      UUID ticket, boolean staff, int limit, @Nullable Integer beforePosition) {
    throw new UnsupportedOperationException();
  }

  /** One message of a ticket, unless it is an internal note and the reader is not staff. */
  public Optional<Message> message(UUID ticket, UUID message, boolean staff) {
    throw new UnsupportedOperationException();
  }

  /** A piece of a ticket's history. */
  public HistorySlice history(UUID ticket, int limit, @Nullable Long before) {
    throw new UnsupportedOperationException();
  }

  Sql sql() {
    return sql;
  }

  Clock clock() {
    return clock;
  }
}
