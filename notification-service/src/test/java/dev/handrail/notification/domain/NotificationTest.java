package dev.handrail.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One change tells a person once. */
class NotificationTest {
  private static final Instant NINE = Instant.parse("2026-11-21T09:00:00.123456Z");
  private static final Actor ADMIN = new Actor("root", ActorKind.STAFF);
  private static final TicketFacts FACTS = facts(new UUID(1, 2), 3);
  private static final TicketEvent ASSIGNED = new TicketEvent.Assigned(null, "ada", false);
  private static final TicketEvent IN_PROGRESS =
      new TicketEvent.StatusChanged(new TicketStatus("open"), new TicketStatus("in_progress"));

  @Test
  void it_holds_the_facts_and_no_words() {
    Notification first = of(FACTS, ADMIN, ASSIGNED, NINE).getFirst();

    assertThat(first)
        .isEqualTo(
            new Notification(
                first.id(),
                new Recipient.Customer("bookings", "42"),
                Kind.TICKET_ASSIGNED,
                null,
                new Subject(
                    Subject.Type.TICKET,
                    new UUID(1, 2),
                    "BKG-000123",
                    "bookings",
                    new TicketStatus("in_progress")),
                NINE));
  }

  @Test
  void the_turn_is_kept() {
    assertThat(of(FACTS, ADMIN, new TicketEvent.Unassigned("bob"), NINE).getFirst().turn())
        .isEqualTo(Turn.TAKEN_AWAY);
  }

  @Test
  void the_id_is_a_version_7_uuid_with_the_time_to_the_microsecond() {
    UUID id = of(FACTS, ADMIN, ASSIGNED, NINE).getFirst().id();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NINE.toEpochMilli());
    assertThat((id.getMostSignificantBits() & 0xFFF) >>> 2).isEqualTo(456);
  }

  @Test
  void ids_grow_with_the_time() {
    Instant at = NINE;
    for (Duration step :
        List.of(Duration.ofNanos(1000), Duration.ofMillis(1), Duration.ofDays(1))) {
      String before = of(FACTS, ADMIN, ASSIGNED, at).getFirst().id().toString();
      at = at.plus(step);
      assertThat(of(FACTS, ADMIN, ASSIGNED, at).getFirst().id().toString()).isGreaterThan(before);
    }
  }

  @Test
  void all_events_of_one_change_make_one_id_for_a_person() {
    assertThat(of(FACTS, ADMIN, ASSIGNED, NINE))
        .extracting(Notification::id)
        .isEqualTo(of(FACTS, ADMIN, IN_PROGRESS, NINE).stream().map(Notification::id).toList())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void a_request_for_a_rating_stands_beside_the_resolution_that_it_came_with() {
    UUID resolved = of(FACTS, ADMIN, new TicketEvent.Resolved(List.of()), NINE).getFirst().id();
    UUID asked = of(FACTS, ADMIN, new TicketEvent.RatingRequested(), NINE).getFirst().id();

    assertThat(asked)
        .isNotEqualTo(resolved)
        .isEqualTo(of(FACTS, ADMIN, new TicketEvent.RatingRequested(), NINE).getFirst().id());
  }

  @Test
  void an_id_is_the_one_that_it_always_was() {
    // Told by a version before there were requests for a rating; an old event may come again.
    assertThat(of(FACTS, ADMIN, ASSIGNED, NINE).getFirst().id())
        .hasToString("01a1fd55-7afb-7720-8ffc-3a1bbdb867ec");
  }

  @Test
  void what_the_database_would_round_away_makes_no_difference() {
    assertThat(of(FACTS, ADMIN, ASSIGNED, NINE.plusNanos(999)))
        .isEqualTo(of(FACTS, ADMIN, ASSIGNED, NINE));
  }

  @Test
  void another_change_makes_another_id() {
    UUID id = of(FACTS, ADMIN, ASSIGNED, NINE).getFirst().id();

    assertThat(
            List.of(
                of(facts(new UUID(1, 3), 3), ADMIN, ASSIGNED, NINE).getFirst().id(),
                of(facts(new UUID(1, 2), 4), ADMIN, ASSIGNED, NINE).getFirst().id(),
                of(FACTS, new Actor("boss", ActorKind.STAFF), ASSIGNED, NINE).getFirst().id(),
                of(FACTS, new Actor("root", ActorKind.PROGRAM), ASSIGNED, NINE).getFirst().id(),
                of(FACTS, ADMIN, ASSIGNED, NINE.plusNanos(1000)).getFirst().id()))
        .doesNotContain(id)
        .doesNotHaveDuplicates();
  }

  @Test
  void news_of_an_account_are_of_no_app_and_have_no_number() {
    AgentFacts agent =
        new AgentFacts(
            new UUID(7, 8), "support_agent", "approved", "technical", List.of("rides"), 2);
    AgentNews news = new AgentNews(agent, ADMIN, AgentEvent.APPROVED, 2, NINE);

    Notification told = Notification.of(news, List.of()).getFirst();
    assertThat(told.recipient()).isEqualTo(new Recipient.Staff(agent.id().toString()));
    assertThat(told.subject())
        .isEqualTo(
            new Subject(Subject.Type.AGENT, agent.id(), "", "", new TicketStatus("approved")));
    assertThat(Notification.of(news, List.of())).as("the same again").containsExactly(told);
  }

  private static List<Notification> of(
      TicketFacts facts, Actor actor, TicketEvent event, Instant at) {
    return Notification.of(new TicketNews(facts, actor, event, at), Colleagues.NONE);
  }

  private static TicketFacts facts(UUID id, long version) {
    return new TicketFacts(
        id,
        "BKG-000123",
        "bookings",
        "technical",
        new TicketStatus("in_progress"),
        "42",
        "ada",
        List.of(),
        version);
  }
}
