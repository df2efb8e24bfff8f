package dev.handrail.ticket.adapter.persistence;

import dev.handrail.ticket.adapter.persistence.TicketQueries.AssigneeFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.CustomFieldFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Filter;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.sla.SlaState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tickets that a scope and a filter leave, as SQL: one piece per branch of the scope, each with
 * an index of its own and a limit, so that their union costs no more than a few pages.
 */
final class TicketSelection {

  /** How many tickets a search for common words looks at, from where its page begins. */
  static final int LONGEST_WALK = 10_000;

  /** The longest page of a list, and one ticket more to see whether there is another page. */
  private static final int LONGEST_PAGE = 101;

  /**
   * How a list is ordered and where it begins: by one column and the id, both the same way.
   *
   * @param column of {@code ticket t}
   * @param condition on the column that an index asks for; empty if none
   * @param after the last ticket of the page before
   */
  record Order(String column, String condition, boolean descending, @Nullable Position after) {
    String by(String key, String id) {
      String way = descending ? " DESC" : "";
      return " ORDER BY " + key + way + ", " + id + way;
    }
  }

  /** A ticket's place in an order. */
  record Position(Object key, UUID id) {}

  private final List<Scope.Branch> branches;
  private final boolean staff;
  private final Filter filter;
  private final Instant now;
  private final Found found;

  /**
   * @param found what the words and marks of the filter have found beforehand
   */
  TicketSelection(Scope scope, boolean staff, Filter filter, Instant now, Found found) {
    this.branches = scope.branches().stream().filter(b -> mayHold(b, filter)).distinct().toList();
    this.staff = staff;
    this.filter = filter;
    this.now = now;
    this.found = found;
  }

  /** What a look into the search index has brought. */
  sealed interface Found {
    /** Nothing was looked for. */
    record Unsearched() implements Found {}

    /** These tickets and no others. */
    record Tickets(List<UUID> ids) implements Found {}

    /** So many that it is cheaper to look at the tickets of the list one after the other. */
    record TooMany(SearchQuery query) implements Found {}
  }

  /** Whether it is clear beforehand that nothing is left. */
  boolean isEmpty() {
    return branches.isEmpty() || (found instanceof Found.Tickets t && t.ids().isEmpty());
  }

  boolean isWalk() {
    return found instanceof Found.TooMany(SearchQuery query) && query.hasWords();
  }

  /** Selects the ids of at most so many tickets with their sort key, in order. */
  void ids(SqlText sql, Order order, int limit) {
    boolean several = branches.size() > 1;
    if (several) {
      sql.add("SELECT id, key FROM (");
    }
    for (int i = 0; i < branches.size(); i++) {
      sql.add(i == 0 ? several ? "(" : "" : ") UNION ALL (");
      ofBranch(sql, branches.get(i), "t.id, " + order.column() + " AS key", order, limit);
    }
    if (several) {
      // A ticket may be in two branches: mine, and of my department.
      sql.add(")) u GROUP BY key, id" + order.by("key", "id") + " LIMIT ?", limit);
    }
  }

  /**
   * Selects some columns of at most so many tickets, each ticket once. The first in an order are
   * chosen, so that an index with the condition is read and never the table.
   *
   * @param params of the columns
   */
  void firstOf(SqlText sql, String columns, Order order, int limit, @Nullable Object... params) {
    boolean several = branches.size() > 1;
    for (int i = 0; i < branches.size(); i++) {
      sql.add(i == 0 ? several ? "(" : "" : ") UNION (");
      ofBranch(sql, branches.get(i), columns, order, limit, params);
    }
    sql.add(several ? ")" : "");
  }

  private void ofBranch(
      SqlText sql,
      Scope.Branch branch,
      String columns,
      Order order,
      int limit,
      @Nullable Object... params) {
    if (found instanceof Found.TooMany(SearchQuery query) && query.hasWords()) {
      sql.add("SELECT w.* FROM (");
      tickets(sql, branch, columns, order, LONGEST_WALK, params);
      // OFFSET 0 keeps the planner from collecting all messages with the words first.
      sql.add(") w WHERE EXISTS (SELECT FROM message m WHERE m.ticket_id = w.id AND m.search @@ ");
      query.addTo(sql);
      sql.add(staff ? " OFFSET 0)" : " AND m.visibility = 'public' OFFSET 0)");
      sql.add(columns.endsWith(" AS key") ? order.by("w.key", "w.id") : "");
      sql.add(" LIMIT ?", limit);
    } else {
      tickets(sql, branch, columns, order, limit, params);
    }
  }

  private void tickets(
      SqlText sql,
      Scope.Branch branch,
      String columns,
      Order order,
      int limit,
      @Nullable Object... params) {
    boolean once = isPlannedOnce(order, limit);
    sql.add(once ? "SELECT * FROM (" : "");
    sql.add("SELECT " + columns + " FROM ticket t WHERE ", params);
    branch(sql, branch);
    conditions(sql);
    sql.add(order.condition());
    Position after = order.after();
    if (after != null) {
      String than = order.descending() ? "<" : ">";
      sql.add(" AND (" + order.column() + ", t.id) " + than + " (?, ?)", after.key(), after.id());
    }
    sql.add(order.by(order.column(), "t.id"));
    if (once) {
      sql.add(" LIMIT " + LONGEST_PAGE + ") p" + order.by("p.key", "p.id"));
    }
    sql.add(" LIMIT ?", limit);
  }

  /**
   * Whether one plan is right for all values, as each branch has an index in this order. The
   * planner takes it for them all if it sees that few tickets are wanted; of a limit that is a
   * parameter it expects a tenth of the table, and would plan each request anew.
   */
  private boolean isPlannedOnce(Order order, int limit) {
    return limit <= LONGEST_PAGE
        && found instanceof Found.Unsearched
        && order.column().equals(updatedColumn(staff))
        && order.condition().isEmpty()
        && filter.isOfAppAlone();
  }

  private static void branch(SqlText sql, Scope.Branch branch) {
    sql.add("t.app = ?", branch.app());
    switch (branch) {
      case Scope.WholeApp _ -> {
        // The app is all of the condition.
      }
      case Scope.OfCustomer b -> sql.add(" AND t.customer_id = ?", b.customerId());
      case Scope.OpenedBy b ->
          sql.add(" AND t.opener_kind = 'service' AND t.opener_id = ?", b.serviceId());
      case Scope.AssignedTo b -> sql.add(" AND t.assignee_id = ?", b.agentId());
      case Scope.Unassigned b ->
          sql.add(" AND t.assignee_id IS NULL").add(b.activeOnly() ? " AND t.active" : "");
      case Scope.OfDepartment b -> sql.add(" AND t.department = ?", b.department());
    }
  }

  private void conditions(SqlText sql) {
    if (found instanceof Found.Tickets(List<UUID> ids)) {
      sql.add(" AND t.id = ANY (?)", (Object) ids.toArray(UUID[]::new));
    }
    statuses(sql, filter.statuses());
    equal(sql, "t.category", filter.category());
    Priority priority = filter.priority();
    if (priority != null) {
      sql.add(" AND t.priority = ?", Wires.rank(priority));
    }
    equal(sql, "t.department", filter.department());
    switch (filter.assignee()) {
      case null -> {
        // Anybody's and nobody's.
      }
      case AssigneeFilter.Unassigned _ -> sql.add(" AND t.assignee_id IS NULL");
      case AssigneeFilter.Agent(String id) -> sql.add(" AND t.assignee_id = ?", id);
    }
    equal(sql, "t.customer_id", filter.customer());
    if (filter.tag() != null) {
      sql.add(" AND ? = ANY (t.tags)", filter.tag());
    }
    Source source = filter.source();
    equal(sql, "t.source", source == null ? null : source.wire());
    Link link = filter.link();
    if (link != null) {
      sql.add(
          " AND t.id IN (SELECT l.ticket_id FROM ticket_link l WHERE l.type = ? AND l.id = ?)",
          link.type(),
          link.id());
    }
    filter.customFields().forEach(f -> customField(sql, f));
    SlaState state = filter.slaState();
    if (state != null) {
      slaState(sql, state);
    }
    String updated = updatedColumn(staff);
    compare(sql, "t.created_at >= ?", filter.createdFrom());
    compare(sql, "t.created_at < ?", filter.createdTo());
    compare(sql, updated + " >= ?", filter.updatedFrom());
    compare(sql, updated + " < ?", filter.updatedTo());
  }

  private static void customField(SqlText sql, CustomFieldFilter field) {
    List<Object> readings = field.readings();
    sql.add(" AND (");
    for (int i = 0; i < readings.size(); i++) {
      sql.add(
          (i == 0 ? "" : " OR ") + "t.custom_fields @> ?",
          JsonColumns.write(Map.of(field.key(), readings.get(i))));
    }
    sql.add(")");
  }

  private static void statuses(SqlText sql, Set<Status> statuses) {
    if (statuses.isEmpty()) {
      return;
    }
    if (statuses.stream().allMatch(Status::isActive)) {
      // Says what an index of the few active tickets asks for.
      sql.add(" AND t.active");
    }
    if (statuses.size() == 1) {
      equal(sql, "t.status", statuses.iterator().next().wire());
    } else {
      sql.add(
          " AND t.status = ANY (?)",
          (Object) statuses.stream().sorted().map(Status::wire).toArray(String[]::new));
    }
  }

  /** As {@code Sla.stateAt}: the worse of the two clocks, by how bad each is. */
  private void slaState(SqlText sql, SlaState state) {
    switch (state) {
      case PAUSED, OK, AT_RISK ->
          // A clock that is not stopped is one of a ticket that support has work with.
          sql.add(" AND t.active");
      case MET, BREACHED -> {
        // Ended tickets have these, too.
      }
    }
    sql.add(" AND greatest(");
    clock(sql, "t.response");
    sql.add(", ");
    clock(sql, "t.resolution");
    sql.add(") = ?", severity(state));
  }

  private static int severity(SlaState state) {
    return switch (state) {
      case MET -> 0;
      case PAUSED -> 1;
      case OK -> 2;
      case AT_RISK -> 3;
      case BREACHED -> 4;
    };
  }

  private void clock(SqlText sql, String prefix) {
    sql.add("CASE WHEN # IS NOT NULL".replace("#", prefix + "_stopped_at"));
    sql.add(
        " THEN CASE WHEN #_stopped_at > #_due_at THEN ? ELSE ? END".replace("#", prefix),
        severity(SlaState.BREACHED),
        severity(SlaState.MET));
    sql.add(
        " WHEN coalesce(#_paused_at, ?) > #_due_at THEN ?".replace("#", prefix),
        now,
        severity(SlaState.BREACHED));
    sql.add(" WHEN #_paused_at IS NOT NULL THEN ?".replace("#", prefix), severity(SlaState.PAUSED));
    sql.add(
        " WHEN ? < #_at_risk_at THEN ? ELSE ? END".replace("#", prefix),
        now,
        severity(SlaState.OK),
        severity(SlaState.AT_RISK));
  }

  /** The column of the time of the last change that this side may know of. */
  static String updatedColumn(boolean staff) {
    return staff ? "t.updated_at" : "t.public_updated_at";
  }

  private static void equal(SqlText sql, String column, @Nullable String value) {
    if (value != null) {
      sql.add(" AND " + column + " = ?", value);
    }
  }

  private static void compare(SqlText sql, String condition, @Nullable Instant value) {
    if (value != null) {
      sql.add(" AND " + condition, value);
    }
  }

  /** Whether a branch can have any ticket that passes the filter. */
  private static boolean mayHold(Scope.Branch branch, Filter filter) {
    return (filter.app() == null || filter.app().equals(branch.app()))
        && switch (branch) {
          case Scope.WholeApp _, Scope.OpenedBy _ -> true;
          case Scope.OfCustomer b ->
              filter.customer() == null || filter.customer().equals(b.customerId());
          case Scope.AssignedTo b ->
              filter.assignee() == null
                  || filter.assignee().equals(new AssigneeFilter.Agent(b.agentId()));
          case Scope.Unassigned b ->
              (filter.assignee() == null || filter.assignee() instanceof AssigneeFilter.Unassigned)
                  && (!b.activeOnly()
                      || filter.statuses().isEmpty()
                      || filter.statuses().stream().anyMatch(Status::isActive));
          case Scope.OfDepartment b ->
              filter.department() == null || filter.department().equals(b.department());
        };
  }

  /** Whether a text of the filter is one that the database cannot hold, and so no ticket has. */
  static boolean isUnstorable(Filter f) {
    return Stream.of(
            f.category(),
            f.department(),
            f.customer(),
            f.app(),
            f.tag(),
            f.link() == null ? null : f.link().type(),
            f.link() == null ? null : f.link().id(),
            f.assignee() instanceof AssigneeFilter.Agent(String id) ? id : null,
            f.customFields().stream()
                .map(field -> field.key() + field.value())
                .collect(Collectors.joining()))
        .filter(Objects::nonNull)
        .flatMapToInt(String::codePoints)
        .anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
