package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.ADA;
import static dev.handrail.ticket.domain.Fixtures.ADMIN;
import static dev.handrail.ticket.domain.Fixtures.AGENT;
import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.CUSTOMER;
import static dev.handrail.ticket.domain.Fixtures.NOON;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.SlaLedger.Entry;
import dev.handrail.ticket.domain.SlaLedger.Line;
import dev.handrail.ticket.domain.sla.Alarm;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.SlaState;
import dev.handrail.ticket.domain.sla.TargetKind;
import dev.handrail.ticket.domain.sla.Targets;
import dev.handrail.ticket.domain.sla.Terms;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a ticket says of its promises, and when. */
class TicketSlaTest {

  private static final Actor CLOCK = Actor.system("test");

  private static Instant minute(long n) {
    return NOON.plus(Duration.ofMinutes(n));
  }

  private static Change answer(Ticket ticket, Instant at) {
    return ticket.post(
        new UUID(3, 3),
        "We look into it.",
        TextFormat.TEXT,
        Visibility.PUBLIC,
        AGENT.actor(),
        BOOKINGS,
        at);
  }

  private static Content withPriority(Content c, Priority priority) {
    return new Content(
        c.subject(),
        c.category(),
        c.department(),
        c.language(),
        priority,
        c.tags(),
        c.customFields());
  }

  private static Change prioritised(Ticket ticket, Priority priority, Instant at) {
    return ticket.update(
        withPriority(ticket.content(), priority),
        Fixtures.terms(priority),
        ADMIN.actor(),
        BOOKINGS,
        at);
  }

  private static Alarm alarm(TargetKind kind, Alarm.Level level, long at, long due) {
    return new Alarm(kind, level, minute(at), minute(due));
  }

  @ParameterizedTest
  @CsvSource({"URGENT,15,120", "HIGH,30,240", "MEDIUM,60,480", "LOW,120,1440"})
  void the_default_targets_are_those_of_the_vocabulary(Priority p, long first, long resolution) {
    assertThat(p.defaultTargets())
        .isEqualTo(new Targets(Duration.ofMinutes(first), Duration.ofMinutes(resolution)));
  }

  @Test
  void the_timer_says_at_risk_and_breached_once_each_and_leaves_the_ticket_where_it_is() {
    var ticket = aTicket().build();
    assertThat(ticket.raiseAlarms(CLOCK, BOOKINGS, minute(44)).isEmpty()).isTrue();

    var atRisk = ticket.raiseAlarms(CLOCK, BOOKINGS, minute(45));

    assertThat(atRisk.events())
        .containsExactly(
            new TicketEvent.SlaAtRisk(
                alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.AT_RISK, 45, 60)));
    assertThat(atRisk.history()).isNotNull();
    assertThat(atRisk.history().action()).isEqualTo("sla_at_risk");
    assertThat(atRisk.after().updatedAt()).isEqualTo(ticket.updatedAt());
    assertThat(atRisk.after().publicUpdatedAt()).isEqualTo(ticket.publicUpdatedAt());
    assertThat(atRisk.after().version()).isEqualTo(ticket.version());
    assertThat(atRisk.after().raiseAlarms(CLOCK, BOOKINGS, minute(45)).isEmpty()).isTrue();

    var breached = atRisk.after().raiseAlarms(CLOCK, BOOKINGS, minute(61));
    assertThat(breached.events())
        .containsExactly(
            new TicketEvent.SlaBreached(
                alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.BREACHED, 60, 60)));
    assertThat(breached.history()).isNotNull();
    assertThat(breached.history().action()).isEqualTo("sla_breached");
    assertThat(breached.slaLedger())
        .containsExactly(
            new Line(minute(60), Entry.BREACHED, TargetKind.FIRST_RESPONSE, Status.OPEN));
    assertThat(breached.after().raiseAlarms(CLOCK, BOOKINGS, minute(300)).isEmpty()).isTrue();
  }

  @Test
  void an_answer_in_time_meets_the_promise_and_a_late_one_says_the_breach_first() {
    var ticket = aTicket().assignedTo(ADA).build();

    var inTime = answer(ticket, minute(44));
    assertThat(inTime.events())
        .hasSize(2)
        .last()
        .isEqualTo(new TicketEvent.SlaMet(TargetKind.FIRST_RESPONSE, minute(44), minute(60)));
    assertThat(inTime.slaLedger())
        .containsExactly(
            new Line(minute(44), Entry.RESPONDED, TargetKind.FIRST_RESPONSE, Status.OPEN));
    assertThat(inTime.after().raiseAlarms(CLOCK, BOOKINGS, minute(61)).isEmpty())
        .as("the timer comes too late")
        .isTrue();
    assertThat(answer(inTime.after(), minute(46)).events()).as("only the first").hasSize(1);

    var late = answer(ticket, minute(61));
    assertThat(late.events())
        .containsExactly(
            new TicketEvent.SlaAtRisk(
                alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.AT_RISK, 45, 60)),
            new TicketEvent.SlaBreached(
                alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.BREACHED, 60, 60)),
            late.events().getLast());
    assertThat(late.events().getLast()).isInstanceOf(TicketEvent.MessagePosted.class);
    assertThat(late.after().raiseAlarms(CLOCK, BOOKINGS, minute(62)).isEmpty()).isTrue();
    assertThat(late.after().sla().firstResponse().stateAt(minute(62))).isEqualTo(SlaState.BREACHED);
  }

  @Test
  void a_missed_target_takes_the_ticket_up_where_the_app_says_so() {
    var ticket = aTicket().assignedTo(ADA).build();
    var app = Fixtures.escalatingOnBreach(BOOKINGS);
    var atRisk = ticket.raiseAlarms(CLOCK, app, minute(45));
    assertThat(atRisk.after().escalationLevel()).isZero();

    var breached = atRisk.after().raiseAlarms(CLOCK, app, minute(61));

    assertThat(breached.after().escalationLevel()).isEqualTo(1);
    assertThat(breached.after().status()).isEqualTo(Status.ESCALATED);
    assertThat(breached.after().updatedAt()).isEqualTo(minute(61));
    assertThat(breached.events().stream().map(e -> e.getClass().getSimpleName()))
        .containsExactly("SlaBreached", "Escalated", "StatusChanged");
    assertThat(breached.history()).isNotNull();
    assertThat(breached.history().reason()).isEqualTo("A target was missed.");
    assertThat(ticket.raiseAlarms(CLOCK, BOOKINGS, minute(61)).after().escalationLevel()).isZero();
  }

  @Test
  void an_internal_note_is_no_answer() {
    var noted =
        aTicket()
            .build()
            .post(
                new UUID(3, 3),
                "Hm.",
                TextFormat.TEXT,
                Visibility.INTERNAL,
                AGENT.actor(),
                BOOKINGS,
                minute(5));
    assertThat(noted.after().sla().firstResponse().stopped()).isFalse();
    assertThat(noted.slaLedger()).isEmpty();
  }

  @Test
  void resolving_meets_both_promises() {
    var resolved =
        aTicket()
            .build()
            .resolve(
                new Resolution(ResolutionType.SOLVED, "ok", null), AGENT, BOOKINGS, minute(30));
    assertThat(resolved.events())
        .containsSubsequence(
            new TicketEvent.SlaMet(TargetKind.FIRST_RESPONSE, minute(30), minute(60)),
            new TicketEvent.SlaMet(TargetKind.RESOLUTION, minute(30), minute(480)));
    assertThat(resolved.slaLedger())
        .containsExactly(
            new Line(minute(30), Entry.RESPONDED, TargetKind.FIRST_RESPONSE, Status.RESOLVED),
            new Line(minute(30), Entry.STOPPED, TargetKind.RESOLUTION, Status.RESOLVED));
  }

  @Test
  void waiting_for_the_customer_pauses_and_its_reply_goes_on() {
    var waiting =
        aTicket().build().changeStatus(Status.WAITING_CUSTOMER, null, AGENT, BOOKINGS, minute(10));
    assertThat(waiting.slaLedger())
        .containsExactly(
            new Line(minute(10), Entry.PAUSED, TargetKind.RESOLUTION, Status.WAITING_CUSTOMER));
    var replied =
        waiting
            .after()
            .post(
                new UUID(4, 4),
                "The third.",
                TextFormat.TEXT,
                Visibility.PUBLIC,
                CUSTOMER.actor(),
                BOOKINGS,
                minute(40));
    assertThat(replied.slaLedger())
        .containsExactly(
            new Line(minute(40), Entry.RESUMED, TargetKind.RESOLUTION, Status.IN_PROGRESS));
    assertThat(replied.after().sla().resolution().dueAt()).isEqualTo(minute(510));
    var resolvedInPause = waiting.after().close(null, AGENT, BOOKINGS, minute(20));
    assertThat(resolvedInPause.slaLedger())
        .containsExactly(
            new Line(minute(20), Entry.RESPONDED, TargetKind.FIRST_RESPONSE, Status.CLOSED),
            new Line(minute(20), Entry.STOPPED, TargetKind.RESOLUTION, Status.CLOSED));
  }

  @Test
  void waiting_for_others_inside_pauses_where_the_app_says_so() {
    var ticket = aTicket().build();
    var runs = ticket.changeStatus(Status.WAITING_INTERNAL, null, AGENT, BOOKINGS, minute(10));
    assertThat(runs.after().sla().resolution().pausedAt()).isNull();
    Terms terms = ticket.sla().terms();
    Terms pausing =
        new Terms(
            terms.policy(),
            terms.policyVersion(),
            terms.calendar(),
            terms.targets(),
            terms.atRiskPercent(),
            true,
            2);
    var paused =
        ticket
            .retarget(pausing, CLOCK, BOOKINGS, minute(5))
            .after()
            .changeStatus(Status.WAITING_INTERNAL, null, AGENT, BOOKINGS, minute(10));
    assertThat(paused.after().sla().resolution().pausedAt()).isEqualTo(minute(10));
  }

  @Test
  void reopening_goes_on_with_what_was_left() {
    var resolved = aTicket().build().close(null, ADMIN, BOOKINGS, minute(40)).after();
    var reopened = resolved.reopen("again", null, ADMIN, BOOKINGS, minute(1_000));
    assertThat(reopened.after().sla().resolution().dueAt()).isEqualTo(minute(480 + 960));
    assertThat(reopened.after().sla().resolution().stoppedAt()).isNull();
    // The first response was given when the ticket was closed; that does not start again.
    assertThat(reopened.after().sla().firstResponse().stoppedAt()).isEqualTo(minute(40));
    assertThat(reopened.slaLedger())
        .containsExactly(
            new Line(minute(1_000), Entry.RESUMED, TargetKind.RESOLUTION, Status.REOPENED));
  }

  @Test
  void a_breach_escalates_by_whichever_change_it_comes_to_light() {
    var app = Fixtures.escalatingOnBreach(BOOKINGS);
    Ticket ticket = aTicket().build();

    Ticket urgent =
        ticket
            .update(
                withPriority(ticket.content(), Priority.URGENT),
                Fixtures.terms(Priority.URGENT),
                ADMIN.actor(),
                app,
                minute(20))
            .after();
    assertThat(urgent.escalationLevel()).isEqualTo(1);
    assertThat(urgent.status()).isEqualTo(Status.ESCALATED);

    var noted = ticket.updateUnseen(Map.of("risk", "high"), ADMIN.actor(), app, minute(61));
    assertThat(noted.after().escalationLevel()).isEqualTo(1);
    assertThat(noted.after().publicUpdatedAt()).as("its status is seen").isEqualTo(minute(61));
    assertThat(noted.after().unseenChanges()).isZero();

    var resolved =
        ticket.resolve(new Resolution(ResolutionType.SOLVED, "done", null), ADMIN, app, minute(61));
    assertThat(resolved.after().escalationLevel()).as("what has ended stays down").isZero();
    var deleted = ticket.delete(ADMIN.actor(), app, minute(61));
    assertThat(deleted.events()).noneMatch(TicketEvent.Escalated.class::isInstance);
  }

  @Test
  void a_new_priority_is_counted_from_the_creation_and_may_breach_at_once() {
    var change = prioritised(aTicket().build(), Priority.URGENT, minute(20));

    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Updated(Set.of("priority"), Priority.MEDIUM),
            new TicketEvent.PriorityChanged(Priority.MEDIUM, Priority.URGENT),
            new TicketEvent.SlaTargetsSet(
                aTicket().build().sla().retargeted(Fixtures.terms(Priority.URGENT), minute(20))),
            new TicketEvent.SlaBreached(
                alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.BREACHED, 15, 15)));
    var sla = change.after().sla();
    assertThat(sla.firstResponse().dueAt()).isEqualTo(minute(15));
    assertThat(sla.resolution().dueAt()).isEqualTo(minute(120));
    assertThat(sla.stateAt(minute(20))).isEqualTo(SlaState.BREACHED);
    assertThat(change.slaLedger())
        .containsExactly(
            new Line(minute(20), Entry.TARGETS_SET, null, Status.OPEN),
            new Line(minute(15), Entry.BREACHED, TargetKind.FIRST_RESPONSE, Status.OPEN));
  }

  @Test
  void new_rules_set_targets_anew_only_where_they_promise_something_else() {
    var ticket = aTicket().build();
    Terms same = Fixtures.terms(Priority.MEDIUM);
    assertThat(ticket.retarget(same, CLOCK, BOOKINGS, minute(5)).isEmpty()).isTrue();
    Terms other =
        new Terms("vip", 4, BusinessCalendar.ALWAYS, Priority.HIGH.defaultTargets(), 50, false, 9);

    var change = ticket.retarget(other, CLOCK, BOOKINGS, minute(5));

    assertThat(change.events())
        .containsExactly(new TicketEvent.SlaTargetsSet(change.after().sla()));
    assertThat(change.after().sla().terms()).isEqualTo(other);
    assertThat(change.after().sla().firstResponse().dueAt()).isEqualTo(minute(30));
    assertThat(change.after().sla().firstResponse().atRiskAt()).isEqualTo(minute(15));
    assertThat(change.history()).isNotNull();
    assertThat(change.history().action()).isEqualTo("sla_targets_set");
    assertThat(change.history().changes())
        .containsExactly(new HistoryEntry.FieldChange("slaPolicy", "default 1", "vip 4"));
    assertThat(change.after().version()).isEqualTo(ticket.version() + 1);
  }

  private static final Targets ONE = new Targets(Duration.ofHours(1), Duration.ofHours(2));

  private static SlaPolicy policy(String key, List<String> categories, List<String> departments) {
    return new SlaPolicy(
        "bookings",
        key,
        "office",
        Map.of(Priority.MEDIUM, ONE),
        60,
        new SlaPolicy.Match(categories, departments),
        7);
  }

  @Test
  void the_policy_that_asks_for_most_applies() {
    BusinessCalendar office =
        new BusinessCalendar(
            "office",
            ZoneId.of("Asia/Kolkata"),
            Map.of(DayOfWeek.MONDAY, List.of(new BusinessCalendar.Shift(0, 3_600))),
            Set.of(),
            2);
    var rules =
        new SlaRules(
            12,
            Map.of("bookings", BOOKINGS),
            Map.of(
                "bookings",
                List.of(
                    policy("of_all", List.of(), List.of()),
                    policy("of_billing", List.of(), List.of("billing")),
                    policy("of_payments", List.of("payment"), List.of()),
                    policy("of_payments_too", List.of("payment"), List.of()),
                    policy("of_both", List.of("payment"), List.of("billing")))),
            Map.of("office", office));
    assertThat(chosen(rules, "payment", "billing", Priority.MEDIUM)).isEqualTo("of_both");
    assertThat(chosen(rules, "payment", "general", Priority.MEDIUM)).isEqualTo("of_payments");
    assertThat(chosen(rules, "general", "billing", Priority.MEDIUM)).isEqualTo("of_billing");
    assertThat(chosen(rules, "general", "general", Priority.MEDIUM)).isEqualTo("of_all");
    assertThat(rules.termsFor("bookings", content("general", "general", Priority.MEDIUM)))
        .isEqualTo(new Terms("of_all", 7, office, ONE, 60, false, 12));
    assertThat(rules.termsFor("bookings", content("payment", "billing", Priority.URGENT)))
        .as("no policy has urgent targets")
        .isEqualTo(
            new Terms(
                "default",
                1,
                BusinessCalendar.ALWAYS,
                Priority.URGENT.defaultTargets(),
                75,
                false,
                12));
  }

  private static String chosen(SlaRules rules, String category, String department, Priority p) {
    return rules.termsFor("bookings", content(category, department, p)).policy();
  }

  private static Content content(String category, String department, Priority priority) {
    return new Content("A tap", category, department, "en", priority, List.of(), Map.of());
  }

  @Test
  void a_policy_that_contradicts_itself_is_refused_with_all_its_faults() {
    assertThatThrownBy(
            () ->
                new SlaPolicy(
                    "Bad App",
                    "default",
                    "Bad Calendar",
                    Map.of(
                        Priority.LOW,
                        new Targets(Duration.ofMillis(1_500), Duration.ofDays(366)),
                        Priority.HIGH,
                        new Targets(Duration.ZERO, Duration.ofDays(365))),
                    100,
                    new SlaPolicy.Match(List.of("Bad Category"), List.of("Bad Department")),
                    1))
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            e ->
                assertThat(e.fields().stream().map(TicketProblem.FieldProblem::field))
                    .containsExactlyInAnyOrder(
                        "app",
                        "key",
                        "calendar",
                        "targets.low.firstResponse",
                        "targets.low.resolution",
                        "targets.high.firstResponse",
                        "atRiskPercent",
                        "match.category",
                        "match.department"));
    assertThatThrownBy(
            () ->
                new SlaPolicy(
                    "bookings",
                    "p",
                    "always",
                    Map.of(),
                    0,
                    new SlaPolicy.Match(java.util.Collections.nCopies(101, "a"), List.of()),
                    1))
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            e ->
                assertThat(e.fields().stream().map(TicketProblem.FieldProblem::field))
                    .containsExactlyInAnyOrder("targets", "atRiskPercent", "match.category"));
  }
}
