package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.TicketQueries.AssigneeFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Counts;
import dev.handrail.ticket.adapter.persistence.TicketQueries.CustomFieldFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Filter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Slice;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Sort;
import dev.handrail.ticket.adapter.persistence.TicketQueries.SortKey;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.sla.Deadline;
import dev.handrail.ticket.domain.sla.SlaState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists and counts against what the domain says of the same tickets, seeded. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class TicketQueriesTest {
  private static final int TICKETS = 300;
  private static final long SEED = 20_260_305;
  private static final Instant NOW = GeneratedTickets.START.plusSeconds(7_200);
  private static final List<String> APPS = List.of("list_a", "list_b", "list_c");
  private static final Scope EVERYTHING =
      new Scope(APPS.stream().<Scope.Branch>map(Scope.WholeApp::new).toList());
  private static final List<Ticket> STORED = new ArrayList<>();

  @Inject TicketRepository tickets;
  @Inject Sql sql;
  @Inject Catalogue catalogue;

  private final GeneratedTickets generated = new GeneratedTickets(SEED, APPS);
  private final Random random = new Random(SEED);
  private TicketQueries queries;

  @BeforeEach
  void fill() {
    queries = new TicketQueries(sql, catalogue, Clock.fixed(NOW, ZoneOffset.UTC));
    if (STORED.isEmpty()) {
      for (int i = 0; i < TICKETS; i++) {
        Ticket ticket = generated.next();
        QuarkusTransaction.requiringNew().run(() -> tickets.save(GeneratedTickets.opening(ticket)));
        STORED.add(ticket);
      }
    }
  }

  @Test
  void a_list_holds_what_scope_and_filter_include_in_order_and_once() {
    Set<Integer> sizes = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      Scope scope = scope();
      boolean staff = random.nextBoolean();
      Filter filter = filter(i % 4 == 0 ? 0 : 1 + random.nextInt(2));
      Sort sort = new Sort(generated.any(List.of(SortKey.values())), random.nextBoolean());

      List<UUID> listed = ids(all(scope, staff, filter, sort, 1 + random.nextInt(40)));

      List<UUID> expected =
          STORED.stream()
              .filter(scope::includes)
              .filter(passes(filter, staff))
              .sorted(order(sort, staff))
              .map(Ticket::id)
              .toList();
      assertThat(listed).as("%s %s %s %s", scope, staff, filter, sort).isEqualTo(expected);
      sizes.add(expected.size());
    }
    // The cases are worth something: none, few and many tickets.
    assertThat(sizes).contains(0).anyMatch(n -> n > 0 && n < 20).anyMatch(n -> n > 100);
  }

  @Test
  void counts_are_those_of_the_list() {
    for (int i = 0; i < 150; i++) {
      Scope scope = scope();
      boolean staff = random.nextBoolean();
      Filter filter = filter(random.nextInt(2));

      Counts counts = queries.counts(scope, staff, filter);

      List<Ticket> expected =
          STORED.stream().filter(scope::includes).filter(passes(filter, staff)).toList();
      assertThat(counts)
          .as("%s %s", scope, filter)
          .isEqualTo(
              new Counts(
                  expected.size(),
                  expected.stream()
                      .collect(Collectors.groupingBy(Ticket::status, Collectors.counting())),
                  expected.stream()
                      .collect(
                          Collectors.groupingBy(
                              t -> t.content().priority(), Collectors.counting())),
                  expected.stream().filter(t -> t.assignee() == null).count(),
                  expected.stream().filter(TicketQueriesTest::isOverdue).count(),
                  false));
    }
  }

  @ParameterizedTest
  @EnumSource(SlaState.class)
  void the_database_sees_each_sla_state_as_the_domain_does(SlaState state) {
    for (int minute = 0; minute < 330; minute += 15) {
      Instant now = GeneratedTickets.START.plusSeconds(60L * minute);
      TicketQueries then = new TicketQueries(sql, catalogue, Clock.fixed(now, ZoneOffset.UTC));

      Set<UUID> found =
          new HashSet<>(
              ids(
                  then.list(
                          EVERYTHING,
                          true,
                          with(f -> f.slaState = state),
                          new Sort(SortKey.CREATED_AT, false),
                          TICKETS,
                          null)
                      .tickets()));

      assertThat(found)
          .as("%s at %s", state, now)
          .isEqualTo(
              STORED.stream()
                  .filter(t -> t.sla().stateAt(now) == state)
                  .map(Ticket::id)
                  .collect(Collectors.toSet()));
    }
  }

  @Test
  void a_list_by_age_stays_complete_while_its_tickets_are_touched() {
    Sort sort = new Sort(SortKey.CREATED_AT, true);
    List<UUID> seen = new ArrayList<>();
    List<String> after = null;
    do {
      Slice slice = queries.list(EVERYTHING, true, Filter.NONE, sort, 13, after);
      seen.addAll(ids(slice.tickets()));
      touchSome();
      after = slice.next();
    } while (after != null);

    assertThat(seen)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(STORED.stream().map(Ticket::id).toList());
  }

  @Test
  void a_list_by_change_shows_every_untouched_ticket_once_while_others_are_touched() {
    Sort sort = new Sort(SortKey.UPDATED_AT, true);
    List<UUID> seen = new ArrayList<>();
    Set<UUID> touched = new HashSet<>();
    List<String> after = null;
    do {
      Slice slice = queries.list(EVERYTHING, false, Filter.NONE, sort, 13, after);
      seen.addAll(ids(slice.tickets()));
      touched.addAll(touchSome());
      after = slice.next();
    } while (after != null);

    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen)
        .containsAll(STORED.stream().map(Ticket::id).filter(id -> !touched.contains(id)).toList());
  }

  @Test
  void texts_that_the_database_cannot_hold_find_nothing() {
    for (String hostile : List.of("\u0000", "a\u0000b", "\uD800")) {
      List<Filter> filters =
          List.of(
              with(f -> f.category = hostile),
              with(f -> f.department = hostile),
              with(f -> f.customer = hostile),
              with(f -> f.app = hostile),
              with(f -> f.tag = hostile),
              with(f -> f.link = new Link(hostile, "1")),
              with(f -> f.link = new Link("ride", hostile)),
              with(f -> f.assignee = new AssigneeFilter.Agent(hostile)),
              with(f -> f.text = hostile));
      for (Filter filter : filters) {
        Slice slice =
            queries.list(EVERYTHING, true, filter, new Sort(SortKey.UPDATED_AT, true), 10, null);
        assertThat(slice.tickets().stream().filter(t -> filter.text() == null)).isEmpty();
      }
    }
  }

  @Test
  void quotes_and_operators_in_a_filter_are_nothing_but_text() {
    for (String hostile : List.of("'", "\\", "' | 'x", "a:*", "!", "(", "%", "_", "$1", "?")) {
      for (Filter filter :
          List.of(
              with(f -> f.category = hostile),
              with(f -> f.tag = hostile),
              with(f -> f.customer = hostile))) {
        assertThat(
                queries
                    .list(EVERYTHING, true, filter, new Sort(SortKey.UPDATED_AT, true), 10, null)
                    .tickets())
            .isEmpty();
      }
    }
  }

  @Test
  void a_scope_without_branches_shows_nothing() {
    assertThat(
            queries
                .list(
                    new Scope(List.of()),
                    true,
                    Filter.NONE,
                    new Sort(SortKey.UPDATED_AT, true),
                    10,
                    null)
                .tickets())
        .isEmpty();
    assertThat(queries.counts(new Scope(List.of()), true, Filter.NONE).total()).isZero();
  }

  private List<Ticket> all(Scope scope, boolean staff, Filter filter, Sort sort, int limit) {
    List<Ticket> all = new ArrayList<>();
    List<String> after = null;
    do {
      Slice slice = queries.list(scope, staff, filter, sort, limit, after);
      assertThat(slice.tickets()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(slice.tickets());
      after = slice.next();
    } while (after != null);
    return all;
  }

  /** Changes the rows of some tickets, but nothing that the other tests look at for long. */
  private Set<UUID> touchSome() {
    Set<UUID> touched = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Ticket ticket = generated.any(STORED);
      touched.add(ticket.id());
      QuarkusTransaction.requiringNew()
          .run(
              () ->
                  sql.update(
                      """
                      UPDATE ticket SET updated_at = now(), public_updated_at = now(),
                        staff_unread = staff_unread + 1
                      WHERE id = ?
                      """,
                      ticket.id()));
    }
    restoreLater.addAll(touched);
    return touched;
  }

  private final Set<UUID> restoreLater = new HashSet<>();

  @org.junit.jupiter.api.AfterEach
  void restore() {
    for (Ticket ticket : STORED) {
      if (restoreLater.remove(ticket.id())) {
        QuarkusTransaction.requiringNew()
            .run(
                () ->
                    sql.update(
                        "UPDATE ticket SET updated_at = ?, public_updated_at = ? WHERE id = ?",
                        ticket.updatedAt(),
                        ticket.publicUpdatedAt(),
                        ticket.id()));
      }
    }
  }

  private Scope scope() {
    Set<Scope.Branch> branches = new HashSet<>();
    int wanted = random.nextInt(5) == 0 ? 6 : 1 + random.nextInt(3);
    while (branches.size() < wanted) {
      String app = generated.any(APPS);
      branches.add(
          switch (random.nextInt(6)) {
            case 0 -> new Scope.WholeApp(app);
            case 1 -> new Scope.OfCustomer(app, generated.any(generated.customers));
            case 2 -> new Scope.OpenedBy(app, generated.any(generated.services));
            case 3 -> new Scope.AssignedTo(app, generated.any(generated.agents));
            case 4 -> new Scope.Unassigned(app, random.nextBoolean());
            default -> new Scope.OfDepartment(app, generated.any(generated.departments));
          });
    }
    return new Scope(List.copyOf(branches));
  }

  /** A filter in the making. */
  private static final class Draft {
    private Set<Status> statuses = Set.of();
    private @Nullable String category;
    private @Nullable Priority priority;
    private @Nullable String department;
    private @Nullable AssigneeFilter assignee;
    private @Nullable String customer;
    private @Nullable String app;
    private @Nullable String tag;
    private @Nullable Source source;
    private @Nullable Link link;
    private @Nullable SlaState slaState;
    private @Nullable Instant createdFrom;
    private @Nullable Instant createdTo;
    private @Nullable Instant updatedFrom;
    private @Nullable Instant updatedTo;
    private @Nullable String text;
    private List<CustomFieldFilter> customFields = List.of();

    private Filter done() {
      return new Filter(
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
          customFields);
    }
  }

  private static Filter with(java.util.function.Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    return draft.done();
  }

  private Filter filter(int conditions) {
    Draft f = new Draft();
    for (int i = 0; i < conditions; i++) {
      switch (random.nextInt(14)) {
        case 0 -> {
          EnumSet<Status> some = EnumSet.of(generated.any(List.of(Status.values())));
          if (random.nextBoolean()) {
            some.add(generated.any(List.of(Status.values())));
          }
          f.statuses = some;
        }
        case 1 -> f.category = generated.any(List.of("general", "payment", "none"));
        case 2 -> f.priority = generated.any(List.of(Priority.values()));
        case 3 -> f.department = generated.any(generated.departments);
        case 4 -> f.assignee = new AssigneeFilter.Unassigned();
        case 5 -> f.assignee = new AssigneeFilter.Agent(generated.any(generated.agents));
        case 6 -> f.customer = generated.any(generated.customers);
        case 7 -> f.app = generated.any(APPS);
        case 8 -> f.tag = generated.any(List.of("water", "two words", "two"));
        case 9 -> f.source = generated.any(List.of(Source.values()));
        case 10 ->
            f.link = generated.any(List.of(new Link("ride", "R:7"), new Link("booking", "B-3")));
        case 11 -> {
          f.createdFrom = generated.moment();
          f.createdTo = generated.moment().plusSeconds(3_600);
        }
        case 12 ->
            f.customFields =
                generated.any(
                    List.of(
                        List.of(new CustomFieldFilter("room", "b\"1")),
                        List.of(new CustomFieldFilter("flat", "12.5")),
                        List.of(
                            new CustomFieldFilter("flat", "12.500"),
                            new CustomFieldFilter("own", "true")),
                        List.of(new CustomFieldFilter("own", "false")),
                        List.of(new CustomFieldFilter("none", "1"))));
        default -> {
          f.updatedFrom = generated.moment();
          f.updatedTo = generated.moment().plusSeconds(60_000);
        }
      }
    }
    return f.done();
  }

  private static Predicate<Ticket> passes(Filter f, boolean staff) {
    return t -> {
      Instant updated = staff ? t.updatedAt() : t.publicUpdatedAt();
      return (f.statuses().isEmpty() || f.statuses().contains(t.status()))
          && same(f.category(), t.content().category())
          && same(f.priority(), t.content().priority())
          && same(f.department(), t.content().department())
          && switch (f.assignee()) {
            case null -> true;
            case AssigneeFilter.Unassigned _ -> t.assignee() == null;
            case AssigneeFilter.Agent(String id) -> t.isAssignedTo(id);
          }
          && same(f.customer(), t.customer().id())
          && same(f.app(), t.app())
          // The apps of these tests show customers no custom field.
          && (f.customFields().isEmpty() || staff)
          && f.customFields().stream().allMatch(c -> holds(c, t))
          && (f.tag() == null || t.content().tags().contains(f.tag()))
          && same(f.source(), t.source())
          && (f.link() == null || t.links().contains(f.link()))
          && (f.createdFrom() == null || !t.createdAt().isBefore(f.createdFrom()))
          && (f.createdTo() == null || t.createdAt().isBefore(f.createdTo()))
          && (f.updatedFrom() == null || !updated.isBefore(f.updatedFrom()))
          && (f.updatedTo() == null || updated.isBefore(f.updatedTo()));
    };
  }

  private static boolean holds(CustomFieldFilter filter, Ticket ticket) {
    return switch (ticket.content().customFields().get(filter.key())) {
      case null -> false;
      case BigDecimal number -> number.compareTo(new BigDecimal(filter.value())) == 0;
      case Object other -> other.toString().equals(filter.value());
    };
  }

  private static boolean same(@Nullable Object wanted, Object is) {
    return wanted == null || wanted.equals(is);
  }

  private static Comparator<Ticket> order(Sort sort, boolean staff) {
    // As the database orders ids: byte by byte, unlike UUID.compareTo.
    Comparator<Ticket> byId = Comparator.comparing(t -> t.id().toString());
    Comparator<Ticket> order =
        switch (sort.key()) {
          case CREATED_AT -> Comparator.comparing(Ticket::createdAt).thenComparing(byId);
          case UPDATED_AT ->
              Comparator.comparing(staff ? Ticket::updatedAt : Ticket::publicUpdatedAt)
                  .thenComparing(byId);
          case PRIORITY ->
              Comparator.comparing((Ticket t) -> t.content().priority()).thenComparing(byId);
          case SLA_DUE_AT -> {
            Function<Ticket, Instant> due =
                t -> Objects.requireNonNullElse(t.sla().nextDueAt(), t.createdAt());
            yield Comparator.comparing(due).thenComparing(byId);
          }
        };
    Comparator<Ticket> directed = sort.descending() ? order.reversed() : order;
    return sort.key() == SortKey.SLA_DUE_AT
        ? Comparator.<Ticket, Boolean>comparing(t -> t.sla().nextDueAt() == null)
            .thenComparing(directed)
        : directed;
  }

  private static boolean isOverdue(Ticket t) {
    return t.status().isActive()
        && (isOverdue(t.sla().firstResponse()) || isOverdue(t.sla().resolution()));
  }

  private static boolean isOverdue(Deadline d) {
    return d.stoppedAt() == null && d.stateAt(NOW) == SlaState.BREACHED;
  }

  private static List<UUID> ids(List<Ticket> of) {
    return of.stream().map(Ticket::id).toList();
  }
}
