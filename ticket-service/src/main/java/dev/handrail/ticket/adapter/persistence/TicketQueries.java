package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.adapter.persistence.TicketSelection.Found;
import dev.handrail.ticket.adapter.persistence.TicketSelection.Order;
import dev.handrail.ticket.adapter.persistence.TicketSelection.Position;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.sla.SlaState;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
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
      @Nullable String text,
      List<CustomFieldFilter> customFields) {

    /** Lets every ticket pass. */
    public static final Filter NONE =
        new Filter(
            Set.of(), null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    public Filter {
      statuses = Set.copyOf(statuses);
      customFields = List.copyOf(customFields);
    }

    /** A filter that leaves custom fields out. */
    public Filter(
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
      this(
          statuses,
          category,
          priority,
          department,
          assignee,
          customer,
          app,
          tag,
          source,
          link,
          slaState,
          createdFrom,
          createdTo,
          updatedFrom,
          updatedTo,
          text,
          List.of());
    }

    /** Whether it lets every ticket of its app pass. */
    boolean isOfAppAlone() {
      return equals(
          new Filter(
              Set.of(), null, null, null, null, null, app, null, null, null, null, null, null, null,
              null, null));
    }
  }

  /**
   * A custom field's value to look for. Which type it has, the text does not say: {@code 3} is the
   * number or the text, whichever the ticket has.
   */
  public record CustomFieldFilter(String key, String value) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,15})?");

    /** All that the text may stand for. */
    List<Object> readings() {
      List<Object> readings = new ArrayList<>();
      readings.add(value);
      if (NUMBER.matcher(value).matches()) {
        readings.add(new BigDecimal(value));
      } else if (value.equals("true") || value.equals("false")) {
        readings.add(Boolean.valueOf(value));
      }
      return readings;
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
   * @param escalations newest first; empty for the customer's side
   * @param watchers empty for the customer's side
   */
  public record Detail(
      Ticket ticket,
      List<Message> newest,
      List<Assignment> assignments,
      List<Escalation> escalations,
      List<Watcher> watchers) {}

  /** Staff who follows a ticket, by the name that its token last gave. */
  public record Watcher(String id, @Nullable String name) {}

  /**
   * One change of the assignee.
   *
   * @param agentId null when the ticket was taken from its agent
   * @param how {@code picked}, {@code assigned}, {@code handed_over}, {@code escalated}, {@code
   *     routed} or {@code unassigned}
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

  /** The most that {@link #counts} counts. */
  private static final int MOST_COUNTED = 10_000;

  /** The most messages that a search fetches from its index. */
  private static final int MOST_FOUND = 5_000;

  /** Stands in the position of a page among the tickets of which no SLA clock runs. */
  private static final String WITHOUT_DUE_TIME = "-";

  private final Sql sql;
  private final Catalogue catalogue;
  private final Clock clock;

  TicketQueries(Sql sql, Catalogue catalogue, Clock clock) {
    this.sql = sql;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /**
   * One page of the tickets that a scope includes. Its cost does not depend on how deep it is. A
   * ticket that is touched between two pages of a list by {@code UPDATED_AT} moves in it.
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
    TicketSelection selection = selection(scope, staff, filter);
    if (selection.isEmpty()) {
      return new Slice(List.of(), null);
    }
    if (sort.key() == SortKey.SLA_DUE_AT) {
      return listByDueTime(selection, sort.descending(), limit, after);
    }
    Order order = order(sort, staff, after);
    return slice(
        page(selection, order, limit + 1),
        limit,
        last -> List.of(key(sort.key(), staff, last), last.id().toString()));
  }

  /** First those with a due time, then the others by age. */
  private Slice listByDueTime(
      TicketSelection selection, boolean descending, int limit, @Nullable List<String> after) {
    List<Ticket> found = new ArrayList<>();
    if (after == null || !after.getFirst().equals(WITHOUT_DUE_TIME)) {
      Position from = after == null ? null : moment(after, 0);
      found.addAll(
          page(
              selection,
              new Order("t.sla_due_at", " AND t.sla_due_at IS NOT NULL", descending, from),
              limit + 1));
    }
    if (found.size() <= limit) {
      boolean within = after != null && after.getFirst().equals(WITHOUT_DUE_TIME);
      found.addAll(
          page(
              selection,
              new Order(
                  "t.created_at",
                  " AND t.sla_due_at IS NULL",
                  descending,
                  within ? moment(Objects.requireNonNull(after), 1) : null),
              limit + 1 - found.size()));
    }
    return slice(
        found,
        limit,
        last -> {
          Instant due = last.sla().nextDueAt();
          String id = last.id().toString();
          return due == null
              ? List.of(WITHOUT_DUE_TIME, last.createdAt().toString(), id)
              : List.of(due.toString(), id);
        });
  }

  private List<Ticket> page(TicketSelection selection, Order order, int limit) {
    SqlText text = pageText(selection, order, limit);
    return sql.list(text.text(), this::ticket, text.params());
  }

  /** The statement of a page: first the keys in order, then the rows of those few. */
  static SqlText pageText(TicketSelection selection, Order order, int limit) {
    SqlText text = new SqlText().add("SELECT " + TicketRows.COLUMNS + " FROM (");
    selection.ids(text, order, limit);
    return text.add(") k JOIN ticket t ON t.id = k.id" + order.by("k.key", "k.id"));
  }

  private static Slice slice(
      List<Ticket> found, int limit, Function<Ticket, List<String>> position) {
    if (found.size() <= limit) {
      return new Slice(found, null);
    }
    List<Ticket> page = List.copyOf(found.subList(0, limit));
    return new Slice(page, position.apply(page.getLast()));
  }

  static Order order(Sort sort, boolean staff, @Nullable List<String> after) {
    return switch (sort.key()) {
      case CREATED_AT ->
          new Order("t.created_at", "", sort.descending(), after == null ? null : moment(after, 0));
      case UPDATED_AT, SLA_DUE_AT ->
          new Order(
              TicketSelection.updatedColumn(staff),
              "",
              sort.descending(),
              after == null ? null : moment(after, 0));
      case PRIORITY ->
          new Order(
              "t.priority",
              "",
              sort.descending(),
              after == null
                  ? null
                  : new Position(Integer.valueOf(after.get(0)), UUID.fromString(after.get(1))));
    };
  }

  private static String key(SortKey key, boolean staff, Ticket t) {
    return switch (key) {
      case CREATED_AT -> t.createdAt().toString();
      case UPDATED_AT, SLA_DUE_AT -> (staff ? t.updatedAt() : t.publicUpdatedAt()).toString();
      case PRIORITY -> String.valueOf(Wires.rank(t.content().priority()));
    };
  }

  private static Position moment(List<String> position, int index) {
    return new Position(
        Instant.parse(position.get(index)), UUID.fromString(position.get(index + 1)));
  }

  /** Counts the tickets that a scope includes, at most 10,000 of them. */
  public Counts counts(Scope scope, boolean staff, Filter filter) {
    TicketSelection selection = selection(scope, staff, filter);
    if (selection.isEmpty()) {
      return new Counts(0, Map.of(), Map.of(), 0, 0, false);
    }
    Instant now = clock.instant();
    SqlText text = new SqlText().add("WITH seen AS MATERIALIZED (");
    selection.firstOf(
        text,
        "t.id, t.status, t.priority, t.assignee_id IS NULL AS unassigned, t.active"
            + " AND (t.response_stopped_at IS NULL AND t.response_due_at"
            + " < coalesce(t.response_paused_at, ?) OR t.resolution_stopped_at IS NULL"
            + " AND t.resolution_due_at < coalesce(t.resolution_paused_at, ?)) AS overdue",
        order(new Sort(SortKey.UPDATED_AT, true), staff, null),
        MOST_COUNTED + 1,
        now,
        now);
    text.add(
        """
        )
        SELECT status, priority, count(*) AS total, count(*) FILTER (WHERE unassigned) AS unassigned,
               count(*) FILTER (WHERE overdue) AS overdue, (SELECT count(*) FROM seen) > ? AS capped
        FROM (SELECT * FROM seen LIMIT ?) s GROUP BY status, priority
        """,
        MOST_COUNTED,
        MOST_COUNTED);
    Tally tally = new Tally();
    sql.list(text.text(), tally::add, text.params());
    return tally.counts(selection.isWalk());
  }

  private static final class Tally {
    private final Map<Status, Long> byStatus = new EnumMap<>(Status.class);
    private final Map<Priority, Long> byPriority = new EnumMap<>(Priority.class);
    private long total;
    private long unassigned;
    private long overdue;
    private boolean capped;

    private boolean add(Row row) throws SQLException {
      long count = row.longValue("total");
      byStatus.merge(Wires.read(Status.class, row.string("status")), count, Long::sum);
      byPriority.merge(Wires.priority(row.intValue("priority")), count, Long::sum);
      total += count;
      unassigned += row.longValue("unassigned");
      overdue += row.longValue("overdue");
      capped |= row.bool("capped");
      return true;
    }

    private Counts counts(boolean partial) {
      return new Counts(
          total,
          Map.copyOf(byStatus),
          Map.copyOf(byPriority),
          unassigned,
          overdue,
          capped || partial);
    }
  }

  /** Looks into the search index first, if there is something to look for. */
  TicketSelection selection(Scope whole, boolean staff, Filter filter) {
    Scope scope = staff ? whole : askable(whole, filter);
    String text = filter.text();
    Found found = new Found.Unsearched();
    SearchQuery query = SearchQuery.of(scope, filter);
    if (TicketSelection.isUnstorable(filter)) {
      found = new Found.Tickets(List.of());
    } else if (text != null && query != null) {
      Optional<UUID> numbered = numbered(text);
      found =
          numbered.isPresent()
              ? new Found.Tickets(List.of(numbered.get()))
              : query.hasWords() ? found(query, staff) : new Found.Tickets(List.of());
    } else if (query != null) {
      found = found(query, true);
    }
    return new TicketSelection(scope, staff, filter, clock.instant(), found);
  }

  /** The customer's side finds nothing by a field that it does not see, as by one that is not. */
  private Scope askable(Scope scope, Filter filter) {
    if (filter.customFields().isEmpty()) {
      return scope;
    }
    return new Scope(
        scope.branches().stream()
            .filter(
                branch ->
                    filter.customFields().stream()
                        .map(CustomFieldFilter::key)
                        .allMatch(catalogue.customFieldsOf(branch.app())::showsCustomer))
            .toList());
  }

  private Optional<UUID> numbered(String text) {
    return TicketRef.parse(text)
        .filter(TicketRef.ByNumber.class::isInstance)
        .flatMap(
            ref ->
                sql.first(
                    "SELECT t.id FROM ticket t WHERE " + ref.condition(),
                    row -> row.uuid("id"),
                    ref.value()));
  }

  private Found found(SearchQuery query, boolean staff) {
    SqlText text = new SqlText().add("SELECT search_candidates(");
    query.addTo(text);
    text.add(", ?, ?) AS found", !staff, MOST_FOUND);
    return sql.first(
            text.text(),
            row ->
                row.isNull("found")
                    ? new Found.TooMany(query)
                    : new Found.Tickets(row.uuids("found")),
            text.params())
        .orElseThrow();
  }

  private Ticket ticket(Row row) throws SQLException {
    return TicketRows.read(row, catalogue);
  }

  /** The ticket under this id or number, without a lock. */
  public Optional<Ticket> find(String ref) {
    return TicketRef.parse(ref)
        .flatMap(
            r ->
                sql.first(
                    "SELECT " + TicketRows.COLUMNS + " FROM ticket t WHERE " + r.condition(),
                    this::ticket,
                    r.value()));
  }

  /**
   * The ticket under this id or number with the newest messages of its thread.
   *
   * @param staff false for the customer's side: no internal notes, and nothing of staff's doings
   */
  public Optional<Detail> detail(String ref, boolean staff, int messages) {
    return TicketRef.parse(ref)
        .flatMap(
            r ->
                sql.first(
                    "SELECT "
                        + TicketRows.COLUMNS
                        + (staff ? MessageRows.WITH_THREAD_FOR_STAFF : MessageRows.WITH_THREAD)
                        + " FROM ticket t WHERE "
                        + r.condition(),
                    row ->
                        new Detail(
                            ticket(row),
                            MessageRows.thread(row),
                            staff ? MessageRows.assignments(row) : List.of(),
                            staff ? EscalationRows.read(row) : List.of(),
                            staff ? MessageRows.watchers(row) : List.of()),
                    messages,
                    r.value()));
  }

  /**
   * A piece of a thread.
   *
   * @param staff false leaves internal notes out
   * @param beforePosition only messages below; null begins with the newest
   */
  public MessageSlice messages(
      UUID ticket, boolean staff, int limit, @Nullable Integer beforePosition) {
    List<Message> found =
        sql.list(
            "SELECT "
                + MessageRows.COLUMNS
                + " FROM message m WHERE m.ticket_id = ? AND m.position < ?"
                + (staff ? "" : " AND m.visibility = 'public'")
                + " ORDER BY m.position DESC LIMIT ?",
            MessageRows::read,
            ticket,
            beforePosition == null ? Integer.MAX_VALUE : beforePosition,
            limit + 1);
    if (found.size() <= limit) {
      return new MessageSlice(found, null);
    }
    List<Message> page = List.copyOf(found.subList(0, limit));
    return new MessageSlice(page, page.getLast().position());
  }

  /** One message of a ticket, unless it is an internal note and the reader is not staff. */
  public Optional<Message> message(UUID ticket, UUID message, boolean staff) {
    return sql.first(
        "SELECT "
            + MessageRows.COLUMNS
            + " FROM message m WHERE m.ticket_id = ? AND m.id = ?"
            + (staff ? "" : " AND m.visibility = 'public'"),
        MessageRows::read,
        ticket,
        message);
  }

  /** A piece of a ticket's history. */
  public HistorySlice history(UUID ticket, int limit, @Nullable Long before) {
    record Line(long sequence, HistoryEntry entry) {}
    List<Line> found =
        sql.list(
            """
            SELECT h.sequence, h.at, h.actor_id, h.actor_name, h.actor_kind, h.origin, h.action,
                   h.changes, h.reason
            FROM history h WHERE h.ticket_id = ? AND h.sequence < ?
            ORDER BY h.sequence DESC LIMIT ?
            """,
            row -> new Line(row.longValue("sequence"), historyEntry(row)),
            ticket,
            before == null ? Long.MAX_VALUE : before,
            limit + 1);
    List<HistoryEntry> entries = found.stream().limit(limit).map(Line::entry).toList();
    return new HistorySlice(
        entries, found.size() <= limit ? null : found.get(limit - 1).sequence());
  }

  /** The history line in a row. */
  static HistoryEntry historyEntry(Row row) throws SQLException {
    return new HistoryEntry(
        row.instant("at"),
        new Actor(
            row.string("actor_id"),
            row.stringOrNull("actor_name"),
            Wires.read(ActorKind.class, row.string("actor_kind")),
            row.string("origin")),
        row.string("action"),
        JsonColumns.changes(row.string("changes")),
        row.stringOrNull("reason"));
  }
}
