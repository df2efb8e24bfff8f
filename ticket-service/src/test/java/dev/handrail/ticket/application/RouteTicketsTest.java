package dev.handrail.ticket.application;

import static dev.handrail.ticket.application.RoutingScene.unique;
import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.routing.AccountStatus;
import dev.handrail.ticket.domain.routing.Availability;
import dev.handrail.ticket.domain.routing.DepartmentRules;
import dev.handrail.ticket.domain.routing.Strategy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Routing on the real database: alone, and by several while everything else goes on. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RouteTicketsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject RoutingScene scene;
  @Inject RouteTickets route;
  @Inject GiveBackTickets giveBack;
  @Inject AssignTicket assign;
  @Inject UnassignTicket unassign;
  @Inject EscalateTicket escalate;
  @Inject ReopenTicket reopen;
  @Inject Sql sql;

  private String department = "";
  private String ada = "";
  private String bob = "";

  @BeforeEach
  void afresh() {
    department = unique("dept");
    ada = unique("ada");
    bob = unique("bob");
  }

  @Test
  void a_waiting_ticket_comes_to_who_is_there_with_the_reason_in_its_history() {
    scene.lists(agent(ada).of(department).skilled("payment"));
    scene.lists(agent(bob).of(department));
    Ticket ticket = scene.opens(department, "payment", "en", Priority.HIGH, Instant.now());
    assertThat(route.departments()).contains(department);

    assertThat(scene.routes(department)).isEqualTo(1);

    Ticket routed = scene.read(ticket.id());
    assertThat(routed.isAssignedTo(ada)).isTrue();
    assertThat(routed.status()).isEqualTo(Status.ASSIGNED);
    assertThat(scene.reasons(ticket.id()))
        .last()
        .isEqualTo(
            "ticket_assigned: skill_based: "
                + ada
                + " of 2 eligible (skill matches, 0 of 5); not chosen: "
                + bob
                + " (0 of 5)");
    assertThat(route.departments()).doesNotContain(department);
  }

  @Test
  void a_blocked_ticket_at_the_head_holds_up_no_other() {
    scene.lists(agent(ada).of(department).speaking("en").capacity(1));
    Instant start = Instant.now().minusSeconds(60);
    List<Ticket> blocked = new ArrayList<>();
    for (int i = 0; i < RouteTickets.MOST_PER_PASS + 5; i++) {
      blocked.add(scene.opens(department, "general", "tlh", Priority.URGENT, start));
    }
    Ticket low = scene.opens(department, "general", "en", Priority.LOW, Instant.now());

    scene.routes(department);

    assertThat(scene.assignee(low)).isEqualTo(ada);
    assertThat(scene.waiting(department)).isEqualTo(blocked.size());
  }

  @Test
  void tickets_that_the_only_free_agent_gave_back_hold_up_no_other() {
    scene.lists(agent(ada).of(department).capacity(3));
    Instant start = Instant.now().minusSeconds(60);
    List<Ticket> declined = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Ticket ticket = scene.opens(department, "general", "en", Priority.URGENT, start);
      scene.routes(department);
      declined.add(ticket);
      unassign.handle(new UnassignTicket.Command(caller(ada), ticket.number(), null));
    }
    Ticket low = scene.opens(department, "general", "en", Priority.LOW, Instant.now());

    scene.routes(department);

    assertThat(scene.assignee(low)).isEqualTo(ada);
    assertThat(declined).allSatisfy(t -> assertThat(scene.assignee(t)).isNull());
    scene.lists(agent(bob).of(department));
    scene.routes(department);
    assertThat(declined).allSatisfy(t -> assertThat(scene.assignee(t)).isEqualTo(bob));
  }

  @Test
  void with_one_slot_the_most_urgent_goes_first_and_the_next_when_it_is_free() {
    scene.lists(agent(ada).of(department).capacity(1));
    Instant start = Instant.now().minusSeconds(600);
    Ticket low = scene.opens(department, "general", "en", Priority.LOW, start);
    Ticket later = scene.opens(department, "payment", "de", Priority.HIGH, start.plusSeconds(9));
    Ticket sooner = scene.opens(department, "general", "en", Priority.HIGH, start.plusSeconds(5));

    for (Ticket expected : List.of(sooner, later, low)) {
      assertThat(scene.routes(department)).isEqualTo(1);
      assertThat(scene.assignee(expected)).isEqualTo(ada);
      scene.resolves(expected.id());
    }
  }

  @Test
  void a_department_chooses_as_agent_service_says() {
    scene.rules(new DepartmentRules(department, Strategy.ROUND_ROBIN, null));
    scene.lists(agent(ada).of(department));
    scene.lists(agent(bob).of(department).skilled("general"));
    List<Ticket> tickets = IntStream.range(0, 4).mapToObj(i -> scene.opens(department)).toList();

    for (int i = 0; i < 4; i++) {
      scene.routes(department);
    }

    assertThat(tickets.stream().map(scene::assignee)).containsOnly(ada, bob);
    assertThat(scene.load(ada)).isEqualTo(2);
    assertThat(scene.reasons(tickets.getFirst().id()).getLast()).contains("round_robin: ");
  }

  @Test
  void who_was_given_one_in_an_earlier_pass_or_by_hand_has_had_its_turn() {
    scene.rules(new DepartmentRules(department, Strategy.ROUND_ROBIN, null));
    scene.lists(agent(ada).of(department));
    scene.lists(agent(bob).of(department));
    for (String next : List.of(ada, bob)) {
      Ticket ticket = scene.opens(department);
      scene.routes(department);
      assertThat(scene.assignee(ticket)).isEqualTo(next);
    }

    Ticket byHand = scene.opens(department);
    assign.handle(new AssignTicket.Command(Fixtures.ADMIN, byHand.number(), null, ada));
    Ticket ticket = scene.opens(department);
    scene.routes(department);

    assertThat(scene.assignee(ticket)).isEqualTo(bob);
  }

  @Test
  void one_router_at_a_time_passes_through_a_department() {
    scene.lists(agent(ada).of(department));
    scene.opens(department);
    RouteTickets.Pass second =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  assertThat(route.handle(new RouteTickets.Command(department, false)))
                      .isEqualTo(new RouteTickets.Placed(1));
                  return CompletableFuture.supplyAsync(
                          () -> route.handle(new RouteTickets.Command(department, false)))
                      .join();
                });
    assertThat(second).isEqualTo(new RouteTickets.Contended());
  }

  @Test
  void a_pass_that_fails_stores_nothing_and_a_cautious_one_takes_one() {
    scene.lists(agent(ada).of(department));
    Ticket ticket = scene.opens(department);
    scene.opens(department);
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          route.handle(new RouteTickets.Command(department, false));
                          throw new IllegalStateException("killed");
                        }))
        .hasMessage("killed");
    assertThat(scene.assignee(ticket)).isNull();
    assertThat(scene.waiting(department)).isEqualTo(2);

    assertThat(route.handle(new RouteTickets.Command(department, true)))
        .isEqualTo(new RouteTickets.Placed(1));
    assertThat(scene.waiting(department)).isEqualTo(1);
  }

  // What people do

  @Test
  void nobody_picks_is_handed_or_escalated_to_more_than_it_takes_but_by_an_admin() {
    scene.lists(agent(ada).of(department).capacity(1).is(Availability.BUSY));
    scene.lists(agent(bob).of(department).capacity(1).is(Availability.BUSY));
    Ticket first = scene.opens(department);
    Ticket second = scene.opens(department);
    Ticket third = scene.opens(department);
    pick(ada, first);
    pick(bob, second);

    assertFull(() -> pick(ada, third));
    assertFull(
        () -> assign.handle(new AssignTicket.Command(caller(ada), first.number(), null, bob)));
    assertFull(
        () ->
            escalate.handle(
                new EscalateTicket.Command(caller(ada), third.number(), null, "help", bob, null)));
    assertThat(scene.overloaded(department)).isZero();

    assign.handle(new AssignTicket.Command(Fixtures.ADMIN, third.number(), null, ada));
    assertThat(scene.load(ada)).isEqualTo(2);
    assertThat(scene.routes(department)).isZero();
  }

  @Test
  void agents_that_nobody_lists_work_as_ever_and_are_never_routed_to() {
    String eve = unique("eve");
    for (int i = 0; i < 7; i++) {
      pick(eve, scene.opens(department));
    }
    assertThat(scene.load(eve)).isEqualTo(7);
    scene.opens(department);
    assertThat(scene.routes(department)).isZero();
    assertThat(scene.waiting(department)).isEqualTo(1);
  }

  @Test
  void a_reopened_ticket_comes_back_to_its_agent_if_it_is_there_and_else_to_another() {
    scene.lists(agent(ada).of(department).capacity(1));
    Ticket first = scene.opens(department);
    scene.routes(department);
    scene.resolves(first.id());
    reopen(first);
    assertThat(scene.assignee(first)).as("there, with a slot").isEqualTo(ada);

    scene.resolves(first.id());
    Ticket second = scene.opens(department);
    scene.routes(department);
    assertThat(scene.assignee(second)).isEqualTo(ada);
    reopen(first);
    assertThat(scene.assignee(first)).as("no slot free").isNull();

    scene.resolves(second.id());
    scene.lists(agent(ada).of(department).capacity(1).is(Availability.AWAY));
    reopen(second);
    assertThat(scene.assignee(second)).as("not there").isNull();
    scene.lists(agent(bob).of(department));
    scene.routes(department);
    assertThat(List.of(first, second))
        .allSatisfy(t -> assertThat(scene.assignee(t)).isEqualTo(bob));
  }

  // Giving back

  @Test
  void tickets_of_who_is_offline_for_long_go_back_those_that_wait_for_the_customer_too() {
    scene.rules(new DepartmentRules(department, Strategy.SKILL_BASED, Duration.ofMinutes(10)));
    scene.lists(agent(ada).of(department).capacity(60));
    List<Ticket> tickets = IntStream.range(0, 30).mapToObj(i -> scene.opens(department)).toList();
    assertThat(scene.routes(department)).isEqualTo(30);
    UUID asked = tickets.getFirst().id();
    scene.change(
        asked,
        t ->
            t.changeStatus(
                Status.WAITING_CUSTOMER, null, Fixtures.ADMIN, scene.app(), t.updatedAt()));

    scene.lists(agent(ada).of(department).is(Availability.OFFLINE).since(minutesAgo(9)));
    assertThat(giveBack.absentees()).doesNotContain(ada);
    assertThat(giveBack.handle(ada)).isZero();
    scene.lists(agent(ada).of(department).is(Availability.OFFLINE).since(minutesAgo(11)));
    assertThat(giveBack.absentees()).contains(ada);
    assertThat(giveBack.handle(ada)).isEqualTo(GiveBackTickets.MOST_AT_A_TIME);
    assertThat(giveBack.handle(ada)).isEqualTo(5);

    assertThat(scene.load(ada)).isZero();
    assertThat(scene.read(asked).status()).isEqualTo(Status.WAITING_CUSTOMER);
    assertThat(scene.reasons(asked))
        .last()
        .isEqualTo("ticket_unassigned: " + ada + " has been offline for 10 minutes.");
    assertThat(giveBack.absentees()).doesNotContain(ada);
    scene.lists(agent(ada).of(department).capacity(60));
    assertThat(scene.routes(department)).as("it may have them again").isEqualTo(30);
  }

  @Test
  void a_suspended_agents_tickets_go_back_at_once_and_to_somebody_else() {
    scene.lists(agent(ada).of(department));
    Ticket ticket = scene.opens(department);
    scene.routes(department);
    scene.lists(agent(ada).of(department).is(AccountStatus.SUSPENDED));
    scene.lists(agent(bob).of(department));

    assertThat(giveBack.absentees()).contains(ada);
    assertThat(giveBack.handle(ada)).isEqualTo(1);
    scene.routes(department);

    assertThat(scene.assignee(ticket)).isEqualTo(bob);
  }

  // Many at once

  /**
   * Tickets come in while agents solve and pick others, an admin changes who is there, and two
   * routers route.
   */
  @RepeatedTest(2)
  void no_capacity_is_passed_no_ticket_given_twice_and_none_left_while_somebody_is_free()
      throws Exception {
    List<String> agents = IntStream.range(0, 20).mapToObj(i -> unique("a" + i)).toList();
    for (int i = 0; i < agents.size(); i++) {
      list(agents, i, Availability.AVAILABLE);
    }
    int each = 60;
    int creators = 3;
    AtomicInteger creating = new AtomicInteger(creators);
    AtomicInteger worst = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    ConcurrentLinkedQueue<Ticket> opened = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> work = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int c = 0; c < creators; c++) {
        Random random = new Random(c);
        work.add(
            run(
                threads,
                () -> {
                  for (int n = 0; n < each; n++) {
                    opened.add(openAny(random));
                  }
                  creating.decrementAndGet();
                }));
      }
      for (int r = 0; r < 2; r++) {
        work.add(run(threads, () -> routeUntil(done)));
      }
      for (int s = 0; s < 2; s++) {
        Random random = new Random(100 + s);
        work.add(run(threads, () -> solveWhile(creating, opened, random)));
      }
      for (int p = 0; p < 2; p++) {
        Random random = new Random(200 + p);
        work.add(run(threads, () -> pickWhile(creating, opened, agents, random)));
      }
      work.add(
          run(
              threads,
              () -> {
                Random random = new Random(300);
                while (creating.get() > 0) {
                  int i = random.nextInt(agents.size());
                  list(agents, i, Availability.AWAY);
                  list(agents, i, Availability.AVAILABLE);
                }
              }));
      work.add(
          run(
              threads,
              () -> {
                while (!done.get()) {
                  worst.accumulateAndGet(scene.overloaded(department), Math::max);
                }
              }));
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (creating.get() > 0 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      done.set(true);
      CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
    }
    scene.routes(department);

    assertThat(worst).as("agents above their capacity at any moment").hasValue(0);
    assertThat(scene.overloaded(department)).isZero();
    assertThat(opened).hasSize(each * creators);
    assertThat(givenMoreThanOnce()).isEmpty();
    assertThat(waitingThoughSomebodyIsFree()).isEmpty();
    assertThat(scene.held(department)).isNotEmpty();
  }

  private void routeUntil(AtomicBoolean done) {
    while (!done.get()) {
      route.handle(new RouteTickets.Command(department, false));
    }
  }

  private void solveWhile(
      AtomicInteger creating, ConcurrentLinkedQueue<Ticket> opened, Random random) {
    while (creating.get() > 0) {
      List<UUID> held = scene.held(department);
      if (!held.isEmpty()) {
        try {
          scene.resolves(held.get(random.nextInt(held.size())));
        } catch (TicketProblem.IllegalMove alreadySolved) {
          assertThat(opened).isNotEmpty();
        }
      }
    }
  }

  private void pickWhile(
      AtomicInteger creating,
      ConcurrentLinkedQueue<Ticket> opened,
      List<String> agents,
      Random random) {
    while (creating.get() > 0) {
      List<Ticket> any = List.copyOf(opened);
      if (any.isEmpty()) {
        continue;
      }
      Ticket ticket = any.get(random.nextInt(any.size()));
      try {
        pick(agents.get(random.nextInt(agents.size())), ticket);
      } catch (TicketProblem.Conflict | TicketProblem.IllegalMove refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  private Ticket openAny(Random random) {
    return scene.opens(
        department,
        List.of("payment", "gps", "general").get(random.nextInt(3)),
        List.of("en", "de").get(random.nextInt(2)),
        List.of(Priority.values()).get(random.nextInt(4)),
        Instant.now());
  }

  /** Every third speaks German only, every fourth takes payments only. */
  private void list(List<String> agents, int i, Availability availability) {
    var one = agent(agents.get(i)).of(department).capacity(1 + i % 4).is(availability);
    one = i % 3 == 0 ? one.speaking("de") : one;
    scene.lists(i % 4 == 0 ? one.skilled("payment") : one);
  }

  /** Tickets of the department with two agents in a row, not having been taken in between. */
  private List<UUID> givenMoreThanOnce() {
    return sql.list(
        """
        SELECT t.id FROM ticket t WHERE t.department = ? AND
          (SELECT count(*) FROM assignment a WHERE a.ticket_id = t.id) > 1
        """,
        row -> row.uuid("id"),
        department);
  }

  private List<String> waitingThoughSomebodyIsFree() {
    return sql.list(
        """
        SELECT t.number || ' for ' || a.id AS what FROM ticket t JOIN agent a USING (department)
        WHERE t.department = ? AND t.assignee_id IS NULL AND t.active
          AND a.availability = 'available'
          AND (a.specializations = '{}' OR t.category = ANY (a.specializations))
          AND (a.languages = '{}' OR t.language = ANY (a.languages))
          AND a.capacity >
            (SELECT count(*) FROM ticket h WHERE h.assignee_id = a.id AND h.active)
        """,
        row -> row.string("what"),
        department);
  }

  private static CompletableFuture<Void> run(ExecutorService threads, Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  private void pick(String agent, Ticket ticket) {
    assign.handle(new AssignTicket.Command(caller(agent), ticket.number(), null, "me"));
  }

  private void reopen(Ticket ticket) {
    reopen.handle(new ReopenTicket.Command(Fixtures.ADMIN, ticket.number(), null, "again"));
  }

  private static void assertFull(ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("agent-at-capacity"));
  }

  private static Caller caller(String agent) {
    return Fixtures.caller(agent, Role.SUPPORT_AGENT, "bookings");
  }

  private static Instant minutesAgo(int minutes) {
    return Instant.now().minus(Duration.ofMinutes(minutes));
  }
}
