package dev.handrail.notification.domain;

import static dev.handrail.notification.domain.Kind.NEW_REPLY;
import static dev.handrail.notification.domain.Kind.RATING_REQUESTED;
import static dev.handrail.notification.domain.Kind.STATUS_CHANGED;
import static dev.handrail.notification.domain.Kind.TICKET_ASSIGNED;
import static dev.handrail.notification.domain.Kind.TICKET_CREATED;
import static dev.handrail.notification.domain.Kind.TICKET_ESCALATED;
import static dev.handrail.notification.domain.Kind.TICKET_OVERDUE;
import static dev.handrail.notification.domain.Kind.TICKET_RESOLVED;
import static dev.handrail.notification.domain.Turn.GIVEN_TO_SOMEBODY;
import static dev.handrail.notification.domain.Turn.REOPENED;
import static dev.handrail.notification.domain.Turn.TAKEN_AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event, by every sort of actor. */
class WhoIsToldTest {
  private static final Actor CUSTOMER = new Actor("42", ActorKind.CUSTOMER);
  private static final Actor AGENT = new Actor("ada", ActorKind.STAFF);
  private static final Actor ADMIN = new Actor("root", ActorKind.STAFF);
  private static final Actor PROGRAM = new Actor("auto-close", ActorKind.PROGRAM);
  private static final List<Actor> ALL = List.of(CUSTOMER, AGENT, ADMIN, PROGRAM);

  private static final Recipient THE_CUSTOMER = new Recipient.Customer("bookings", "42");
  private static final Recipient ADA = new Recipient.Staff("ada");
  private static final Recipient BOB = new Recipient.Staff("bob");
  private static final Recipient EVE = new Recipient.Staff("eve");

  private static final Recipient LEE = new Recipient.Staff("lee");
  private static final Colleagues TEAM =
      new Colleagues(List.of("lee"), List.of("bob", "lee"), List.of("root"));
  private static final UUID APPLICANT = new UUID(7, 8);

  private static final TicketEvent RESOLVED = new TicketEvent.Resolved(List.of());
  private static final TicketEvent CLOSED = new TicketEvent.Closed(List.of());

  static List<Actor> everybody() {
    return ALL;
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void a_new_ticket_is_confirmed_to_its_customer_whoever_opened_it(Actor actor) {
    assertThat(told(null, actor, new TicketEvent.Created()))
        .containsExactly(new Told(THE_CUSTOMER, TICKET_CREATED, null));
  }

  @Test
  void picking_a_ticket_is_told_to_the_customer_alone() {
    assertThat(told("ada", AGENT, new TicketEvent.Assigned(null, "ada", false)))
        .containsExactly(new Told(THE_CUSTOMER, TICKET_ASSIGNED, null));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void an_assignment_is_told_to_customer_and_agent_but_for_who_made_it(Actor actor) {
    assertThat(told("bob", actor, new TicketEvent.Assigned(null, "bob", false)))
        .isEqualTo(
            without(
                actor,
                new Told(THE_CUSTOMER, TICKET_ASSIGNED, null),
                new Told(BOB, TICKET_ASSIGNED, null)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void a_hand_over_is_told_to_the_former_agent_too_unless_it_was_the_one(Actor actor) {
    assertThat(told("bob", actor, new TicketEvent.Assigned("ada", "bob", false)))
        .isEqualTo(
            without(
                actor,
                new Told(THE_CUSTOMER, TICKET_ASSIGNED, null),
                new Told(BOB, TICKET_ASSIGNED, null),
                new Told(ADA, STATUS_CHANGED, TAKEN_AWAY)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void losing_a_ticket_is_told_to_who_had_it_unless_it_gave_it_back(Actor actor) {
    assertThat(told(null, actor, new TicketEvent.Unassigned("ada")))
        .isEqualTo(without(actor, new Told(ADA, STATUS_CHANGED, TAKEN_AWAY)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void a_status_is_told_to_customer_and_agent_but_for_who_set_it(Actor actor) {
    for (String to : List.of("in_progress", "waiting_customer", "waiting_internal", "closed")) {
      assertThat(told("ada", actor, changed("open", to)))
          .as(to)
          .isEqualTo(
              without(
                  actor,
                  new Told(THE_CUSTOMER, STATUS_CHANGED, null),
                  new Told(ADA, STATUS_CHANGED, null)));
    }
  }

  @Test
  void a_status_of_a_ticket_without_agent_is_told_to_the_customer() {
    assertThat(told(null, ADMIN, changed("open", "waiting_customer")))
        .containsExactly(new Told(THE_CUSTOMER, STATUS_CHANGED, null));
  }

  @Test
  void a_status_of_a_newer_version_is_told_as_any_other() {
    assertThat(told(null, ADMIN, changed("open", "waiting_for_parts")))
        .containsExactly(new Told(THE_CUSTOMER, STATUS_CHANGED, null));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void closing_what_is_resolved_is_told_as_a_status_once(Actor actor) {
    assertThat(told("ada", actor, changed("resolved", "closed"))).isNotEmpty();
    assertThat(told("ada", actor, CLOSED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"assigned", "resolved"})
  void a_status_that_another_event_explains_is_not_told(String to) {
    for (Actor actor : ALL) {
      assertThat(told("ada", actor, changed("open", to))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reopened", "in_progress", "open"})
  void leaving_an_end_is_told_by_the_reopening_alone(String to) {
    for (String from : List.of("resolved", "closed")) {
      assertThat(told("ada", ADMIN, changed(from, to))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void a_resolution_is_told_to_customer_and_agent_but_for_who_resolved(Actor actor) {
    assertThat(told("ada", actor, RESOLVED))
        .isEqualTo(
            without(
                actor,
                new Told(THE_CUSTOMER, TICKET_RESOLVED, null),
                new Told(ADA, TICKET_RESOLVED, null)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void a_reopening_is_told_to_the_agent_who_has_it(Actor actor) {
    assertThat(told("ada", actor, new TicketEvent.Reopened("ada")))
        .isEqualTo(
            without(
                actor,
                new Told(THE_CUSTOMER, STATUS_CHANGED, REOPENED),
                new Told(ADA, STATUS_CHANGED, REOPENED)));
  }

  @Test
  void a_reopening_is_told_to_the_former_agent_and_to_the_new_one() {
    assertThat(told("bob", CUSTOMER, new TicketEvent.Reopened("ada")))
        .containsExactly(
            new Told(BOB, STATUS_CHANGED, REOPENED), new Told(ADA, STATUS_CHANGED, REOPENED));
    assertThat(told(null, CUSTOMER, new TicketEvent.Reopened("ada")))
        .containsExactly(new Told(ADA, STATUS_CHANGED, REOPENED));
    assertThat(told(null, CUSTOMER, new TicketEvent.Reopened(null))).isEmpty();
  }

  @Test
  void a_customers_reply_is_told_to_the_agent() {
    assertThat(told("ada", CUSTOMER, message(true, CUSTOMER)))
        .containsExactly(new Told(ADA, NEW_REPLY, null));
    assertThat(told(null, CUSTOMER, message(true, CUSTOMER))).isEmpty();
  }

  @Test
  void a_staff_members_reply_is_told_to_the_customer() {
    for (Actor staff : List.of(AGENT, ADMIN)) {
      assertThat(told("ada", staff, message(true, staff)))
          .containsExactly(new Told(THE_CUSTOMER, NEW_REPLY, null));
    }
  }

  @Test
  void a_programs_comment_is_told_to_both_sides() {
    assertThat(told("ada", PROGRAM, message(true, PROGRAM)))
        .containsExactly(new Told(THE_CUSTOMER, NEW_REPLY, null), new Told(ADA, NEW_REPLY, null));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void an_internal_note_is_told_to_nobody(Actor actor) {
    assertThat(told("ada", actor, message(false, actor))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void ratings_corrections_and_deletions_are_told_to_nobody(Actor actor) {
    for (TicketEvent event :
        List.of(new TicketEvent.Rated(), new TicketEvent.Updated(), new TicketEvent.Deleted())) {
      assertThat(told("ada", actor, event)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void an_escalation_is_told_to_who_gets_the_ticket_and_to_who_loses_it(Actor actor) {
    assertThat(told("bob", actor, new TicketEvent.Escalated("ada", "bob")))
        .isEqualTo(
            without(
                actor,
                new Told(BOB, TICKET_ESCALATED, null),
                new Told(ADA, TICKET_ESCALATED, TAKEN_AWAY)));
    assertThat(told("bob", actor, new TicketEvent.Escalated(null, "bob")))
        .isEqualTo(without(actor, new Told(BOB, TICKET_ESCALATED, null)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void an_escalation_to_a_level_is_told_to_who_keeps_the_ticket(Actor actor) {
    assertThat(told("ada", actor, new TicketEvent.Escalated("ada", null)))
        .isEqualTo(without(actor, new Told(ADA, TICKET_ESCALATED, null)));
    assertThat(told(null, actor, new TicketEvent.Escalated(null, null))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void what_comes_with_an_escalation_is_told_to_the_customer_alone(Actor actor) {
    assertThat(told("bob", actor, changed("open", "escalated")))
        .isEqualTo(without(actor, new Told(THE_CUSTOMER, STATUS_CHANGED, null)));
    assertThat(told("bob", actor, new TicketEvent.Assigned("ada", "bob", true)))
        .isEqualTo(without(actor, new Told(THE_CUSTOMER, TICKET_ASSIGNED, null)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void those_who_lost_it_by_escalation_hear_of_the_resolution(Actor actor) {
    assertThat(told("bob", actor, new TicketEvent.Resolved(List.of("ada", "bob", "eve"))))
        .isEqualTo(
            without(
                actor,
                new Told(THE_CUSTOMER, TICKET_RESOLVED, null),
                new Told(BOB, TICKET_RESOLVED, null),
                new Told(ADA, TICKET_RESOLVED, null),
                new Told(new Recipient.Staff("eve"), TICKET_RESOLVED, null)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void they_hear_of_an_end_without_a_resolution_too(Actor actor) {
    assertThat(told("bob", actor, new TicketEvent.Closed(List.of("ada", "bob"))))
        .isEqualTo(without(actor, new Told(ADA, STATUS_CHANGED, null)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void a_request_for_a_rating_goes_to_the_customer_alone(Actor actor) {
    assertThat(told("ada", actor, new TicketEvent.RatingRequested()))
        .isEqualTo(without(actor, new Told(THE_CUSTOMER, RATING_REQUESTED, null)));
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void what_is_overdue_is_told_to_the_agent_who_has_it_and_to_no_customer(Actor actor) {
    assertThat(told("ada", actor, new TicketEvent.Overdue()))
        .isEqualTo(without(actor, new Told(ADA, TICKET_OVERDUE, null)));
    assertThat(told(null, actor, new TicketEvent.Overdue())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void an_sla_alarm_goes_to_the_agent_who_has_the_ticket_and_to_no_customer(Actor actor) {
    assertThat(told("ada", actor, new TicketEvent.SlaAtRisk()))
        .isEqualTo(without(actor, new Told(ADA, Kind.SLA_AT_RISK, null)));
    assertThat(told("ada", actor, new TicketEvent.SlaBreached()))
        .isEqualTo(without(actor, new Told(ADA, Kind.SLA_BREACHED, null)));
    assertThat(told(null, actor, new TicketEvent.SlaBreached())).isEmpty();
  }

  @Test
  void an_agent_with_the_customers_id_is_another_person() {
    Actor agent42 = new Actor("42", ActorKind.STAFF);

    assertThat(told("42", agent42, RESOLVED))
        .containsExactly(new Told(THE_CUSTOMER, TICKET_RESOLVED, null));
    assertThat(told("42", CUSTOMER, new TicketEvent.Reopened("42")))
        .containsExactly(new Told(new Recipient.Staff("42"), STATUS_CHANGED, REOPENED));
  }

  @Test
  void a_program_with_somebodys_id_is_nobody() {
    Actor program = new Actor("ada", ActorKind.PROGRAM);

    assertThat(told("ada", program, RESOLVED))
        .extracting(Told::recipient)
        .containsExactly(THE_CUSTOMER, ADA);
  }

  @ParameterizedTest
  @EnumSource(ActorKind.class)
  void nobody_is_told_twice_and_nobody_of_its_own_act(ActorKind kind) {
    for (TicketEvent event : allEvents()) {
      Actor actor = new Actor("ada", kind);
      List<Told> told = told("ada", actor, event);
      assertThat(told).extracting(Told::recipient).doesNotHaveDuplicates();
      if (kind == ActorKind.STAFF) {
        assertThat(told).extracting(Told::recipient).doesNotContain(ADA);
      }
    }
  }

  @Test
  void who_follows_a_ticket_is_told_what_its_people_are_told() {
    assertThat(followed("eve", AGENT, new TicketEvent.Assigned(null, "ada", false)))
        .contains(new Told(EVE, STATUS_CHANGED, GIVEN_TO_SOMEBODY));
    assertThat(followed("eve", AGENT, changed("open", "in_progress")))
        .contains(new Told(EVE, STATUS_CHANGED, null));
    assertThat(followed("eve", CUSTOMER, changed("resolved", "closed")))
        .contains(new Told(EVE, STATUS_CHANGED, null));
    assertThat(followed("eve", AGENT, new TicketEvent.Resolved(List.of())))
        .contains(new Told(EVE, TICKET_RESOLVED, null));
    assertThat(followed("eve", CUSTOMER, new TicketEvent.Reopened("ada")))
        .contains(new Told(EVE, STATUS_CHANGED, REOPENED));
    for (Actor author : ALL) {
      assertThat(followed("eve", author, message(true, author)))
          .contains(new Told(EVE, NEW_REPLY, null));
    }
  }

  @Test
  void who_follows_a_ticket_is_told_of_no_note_and_of_nothing_that_is_nobodys_news() {
    for (Actor actor : ALL) {
      for (TicketEvent event :
          List.of(
              new TicketEvent.Created(),
              message(false, actor),
              changed("open", "resolved"),
              changed("open", "assigned"),
              new TicketEvent.Unassigned("ada"),
              new TicketEvent.Closed(List.of()),
              new TicketEvent.Rated(),
              new TicketEvent.Updated(),
              new TicketEvent.Deleted())) {
        assertThat(followed("eve", actor, event))
            .as(event.toString())
            .isEqualTo(told("ada", actor, event));
      }
    }
  }

  @Test
  void who_follows_its_own_ticket_is_told_as_its_agent_and_nobody_of_its_own_act() {
    for (TicketEvent event : allEvents()) {
      assertThat(followed("ada", CUSTOMER, event))
          .extracting(Told::recipient)
          .doesNotHaveDuplicates();
      assertThat(followed("ada", AGENT, event)).extracting(Told::recipient).doesNotContain(ADA);
    }
    assertThat(followed("ada", ADMIN, new TicketEvent.Assigned("bob", "ada", false)))
        .containsExactly(
            new Told(THE_CUSTOMER, TICKET_ASSIGNED, null),
            new Told(ADA, TICKET_ASSIGNED, null),
            new Told(BOB, STATUS_CHANGED, TAKEN_AWAY));
  }

  @Test
  void staff_with_the_customers_id_follows_as_itself() {
    assertThat(followed("42", CUSTOMER, message(true, CUSTOMER)))
        .contains(new Told(new Recipient.Staff("42"), NEW_REPLY, null));
    assertThat(
            followed("42", new Actor("42", ActorKind.STAFF), new TicketEvent.Resolved(List.of())))
        .extracting(Told::recipient)
        .containsExactly(THE_CUSTOMER, ADA);
  }

  @Test
  void what_goes_wrong_is_told_to_leads_and_admins_too() {
    Map<TicketEvent, Kind> alarms =
        Map.of(
            new TicketEvent.SlaAtRisk(),
            Kind.SLA_AT_RISK,
            new TicketEvent.SlaBreached(),
            Kind.SLA_BREACHED,
            new TicketEvent.Overdue(),
            TICKET_OVERDUE,
            new TicketEvent.Escalated(null, "ada"),
            TICKET_ESCALATED);
    alarms.forEach(
        (event, kind) ->
            assertThat(told("ada", List.of(), TEAM, PROGRAM, event))
                .as(event.toString())
                .containsExactly(
                    new Told(ADA, kind, null),
                    new Told(LEE, kind, null),
                    new Told(new Recipient.Staff("root"), kind, null)));
    assertThat(told(null, List.of(), TEAM, PROGRAM, new TicketEvent.SlaBreached()))
        .as("also where nobody has the ticket")
        .extracting(Told::recipient)
        .containsExactly(LEE, new Recipient.Staff("root"));
  }

  @Test
  void a_lead_that_has_the_ticket_or_escalated_it_hears_of_it_once_or_not_at_all() {
    assertThat(told("lee", List.of(), TEAM, PROGRAM, new TicketEvent.SlaBreached()))
        .extracting(Told::recipient)
        .containsExactly(LEE, new Recipient.Staff("root"));
    assertThat(told(null, List.of(), TEAM, ADMIN, new TicketEvent.Escalated("lee", "ada")))
        .containsExactly(
            new Told(ADA, TICKET_ESCALATED, null), new Told(LEE, TICKET_ESCALATED, TAKEN_AWAY));
  }

  @Test
  void a_customers_reply_that_nobody_has_to_answer_is_told_to_the_agents_of_the_department() {
    assertThat(told(null, List.of("eve"), TEAM, CUSTOMER, message(true, CUSTOMER)))
        .containsExactly(
            new Told(EVE, NEW_REPLY, null),
            new Told(BOB, NEW_REPLY, null),
            new Told(LEE, NEW_REPLY, null));
    assertThat(told("ada", List.of(), TEAM, CUSTOMER, message(true, CUSTOMER)))
        .containsExactly(new Told(ADA, NEW_REPLY, null));
    assertThat(told(null, List.of(), TEAM, AGENT, message(true, AGENT)))
        .containsExactly(new Told(THE_CUSTOMER, NEW_REPLY, null));
    assertThat(told(null, List.of(), TEAM, PROGRAM, message(true, PROGRAM)))
        .containsExactly(new Told(THE_CUSTOMER, NEW_REPLY, null));
  }

  @Test
  void nothing_else_is_news_to_colleagues_and_no_note_ever_is_to_anybody() {
    for (Actor actor : ALL) {
      for (String assignee : Arrays.asList("ada", null)) {
        for (TicketEvent event : allEvents()) {
          TicketNews news = news(assignee, List.of(), actor, event);
          List<Told> alone = WhoIsTold.of(news, Colleagues.NONE);
          if (!WhoIsTold.concernsColleagues(news)) {
            assertThat(WhoIsTold.of(news, TEAM)).as(news.toString()).isEqualTo(alone);
          } else {
            assertThat(WhoIsTold.of(news, TEAM)).as(news.toString()).containsAll(alone);
          }
          assertThat(WhoIsTold.of(news, TEAM)).extracting(Told::recipient).doesNotHaveDuplicates();
        }
        assertThat(told(assignee, List.of("eve"), TEAM, actor, message(false, actor))).isEmpty();
      }
    }
  }

  @Test
  void a_registration_is_told_to_the_admins_and_a_decision_to_the_one_it_is_about() {
    Recipient applicant = new Recipient.Staff(APPLICANT.toString());
    Actor itself = new Actor(APPLICANT.toString(), ActorKind.STAFF);
    assertThat(WhoIsTold.of(account(AgentEvent.REGISTERED, itself), List.of("root", "boss")))
        .containsExactly(
            new Told(new Recipient.Staff("root"), Kind.AGENT_REGISTERED, null),
            new Told(new Recipient.Staff("boss"), Kind.AGENT_REGISTERED, null));
    assertThat(WhoIsTold.of(account(AgentEvent.APPROVED, ADMIN), List.of("root")))
        .containsExactly(new Told(applicant, Kind.AGENT_APPROVED, null));
    assertThat(WhoIsTold.of(account(AgentEvent.REJECTED, ADMIN), List.of("root")))
        .containsExactly(new Told(applicant, Kind.AGENT_REJECTED, null));
    assertThat(WhoIsTold.of(account(AgentEvent.OTHER, ADMIN), List.of("root"))).isEmpty();
    assertThat(WhoIsTold.of(account(AgentEvent.REGISTERED, PROGRAM), List.of(APPLICANT.toString())))
        .as("the first admin, which is made by nobody and knows")
        .isEmpty();
  }

  private static AgentNews account(AgentEvent event, Actor actor) {
    return new AgentNews(
        new AgentFacts(APPLICANT, "support_agent", "pending", "technical", List.of(), 1),
        actor,
        event,
        1,
        Instant.parse("2026-11-21T09:00:00Z"));
  }

  /** One of each, so that a new event makes this fail to compile or the tests above incomplete. */
  private static List<TicketEvent> allEvents() {
    List<TicketEvent> events =
        List.of(
            new TicketEvent.Created(),
            changed("open", "in_progress"),
            new TicketEvent.Assigned("ada", "ada", false),
            new TicketEvent.Unassigned("ada"),
            message(true, CUSTOMER),
            RESOLVED,
            CLOSED,
            new TicketEvent.Reopened("ada"),
            new TicketEvent.Rated(),
            new TicketEvent.Updated(),
            new TicketEvent.Deleted(),
            new TicketEvent.Escalated("ada", "ada"),
            new TicketEvent.RatingRequested(),
            new TicketEvent.Overdue(),
            new TicketEvent.SlaAtRisk(),
            new TicketEvent.SlaBreached());
    assertThat(events).hasSameSizeAs(TicketEvent.class.getPermittedSubclasses());
    return events;
  }

  private static TicketEvent changed(String from, String to) {
    return new TicketEvent.StatusChanged(new TicketStatus(from), new TicketStatus(to));
  }

  private static TicketEvent message(boolean isPublic, Actor author) {
    return new TicketEvent.MessagePosted(isPublic, author.kind());
  }

  private static List<Told> without(Actor actor, Told... all) {
    List<Told> left = new ArrayList<>();
    Stream.of(all).filter(told -> !actor.is(told.recipient())).forEach(left::add);
    return left;
  }

  private static List<Told> told(@Nullable String assignee, Actor actor, TicketEvent event) {
    return told(assignee, List.of(), Colleagues.NONE, actor, event);
  }

  /** Of a ticket of Ada's that somebody follows. */
  private static List<Told> followed(String watcher, Actor actor, TicketEvent event) {
    return told("ada", List.of(watcher), Colleagues.NONE, actor, event);
  }

  private static List<Told> told(
      @Nullable String assignee,
      List<String> watchers,
      Colleagues colleagues,
      Actor actor,
      TicketEvent event) {
    return WhoIsTold.of(news(assignee, watchers, actor, event), colleagues);
  }

  private static TicketNews news(
      @Nullable String assignee, List<String> watchers, Actor actor, TicketEvent event) {
    TicketFacts facts =
        new TicketFacts(
            new UUID(1, 2),
            "BKG-000123",
            "bookings",
            "technical",
            new TicketStatus("in_progress"),
            "42",
            assignee,
            watchers,
            3);
    return new TicketNews(facts, actor, event, Instant.parse("2026-11-21T09:00:00Z"));
  }
}
