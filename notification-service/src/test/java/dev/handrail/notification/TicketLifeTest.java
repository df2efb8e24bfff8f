package dev.handrail.notification;

import static dev.handrail.notification.Person.someId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.notification.Person.Seen;
import dev.handrail.notification.TicketStory.Event;
import dev.handrail.notification.TicketStory.Who;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the events of a ticket, through Kafka and PostgreSQL, to what people read. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class TicketLifeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject Sql sql;

  private final Person customer = Person.customer("bookings", someId("customer"));
  private final Person agent = Person.agent(someId("agent"), "*");
  private final Who byCustomer = Who.customer(customer.id());
  private final Who byAgent = Who.agent(agent.id());
  private final TicketStory ticket = new TicketStory("bookings", customer.id());
  private Broker broker;

  @BeforeEach
  void connect() {
    broker = new Broker();
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @Test
  void a_tickets_life_as_its_two_people_see_it() {
    // A customer asks; an agent picks it up, answers and asks back.
    broker.publish(
        ticket.created(byCustomer),
        ticket.assigned(byAgent, agent.id(), "picked", "assigned"),
        ticket.said(byAgent),
        ticket.movedTo("waiting_customer", byAgent));
    // The customer answers, which moves the ticket on; the agent takes a note and resolves it.
    broker.publish(ticket.said(byCustomer), ticket.noted(byAgent), ticket.resolved(byAgent));
    // It was not: the customer reopens it, the agent resolves it again, it is rated and closed.
    broker.publish(
        ticket.reopened(byCustomer),
        ticket.resolved(byAgent),
        ticket.rated(5, byCustomer),
        ticket.closed(byCustomer));

    agent.awaits(3);

    assertThat(customer.list())
        .containsExactly(
            new Seen("ticket_created", "We received BKG-000123"),
            new Seen("ticket_assigned", "BKG-000123 has an agent"),
            new Seen("new_reply", "New reply on BKG-000123"),
            new Seen("status_changed", "BKG-000123: waiting customer"),
            new Seen("ticket_resolved", "BKG-000123 is resolved"),
            new Seen("ticket_resolved", "BKG-000123 is resolved"));
    assertThat(agent.list())
        .containsExactly(
            new Seen("new_reply", "New reply on BKG-000123"),
            new Seen("status_changed", "BKG-000123 is open again"),
            new Seen("status_changed", "BKG-000123: closed"));
    assertThat(customer.unread()).isEqualTo(6);
    assertThat(agent.unread()).isEqualTo(3);
  }

  @Test
  void one_change_of_several_events_tells_each_person_once() {
    Person bob = Person.agent(someId("bob"), "*");
    Who byAdmin = Who.admin(someId("admin"));
    // In an app without the status assigned, picking goes to in_progress at once.
    broker.publish(
        ticket.created(byCustomer),
        ticket.assigned(byAdmin, agent.id(), "picked", "in_progress"),
        ticket.assigned(byAdmin, bob.id(), "handed_over", "in_progress"),
        ticket.unassigned(byAdmin));

    assertThat(bob.awaits(2))
        .containsExactly(
            new Seen("ticket_assigned", "BKG-000123 is yours"),
            new Seen("status_changed", "BKG-000123 is no longer yours"));
    assertThat(agent.list())
        .containsExactly(
            new Seen("ticket_assigned", "BKG-000123 is yours"),
            new Seen("status_changed", "BKG-000123 is no longer yours"));
    assertThat(customer.awaits(4))
        .containsExactly(
            new Seen("ticket_created", "We received BKG-000123"),
            new Seen("ticket_assigned", "BKG-000123 has an agent"),
            new Seen("ticket_assigned", "BKG-000123 has an agent"),
            new Seen("status_changed", "BKG-000123: open"));
  }

  @Test
  void who_follows_a_ticket_hears_of_it_until_it_follows_no_longer() {
    Person eve = Person.agent(someId("eve"), "bookings");
    Person elsewhere = Person.agent(someId("elsewhere"), "rides");
    broker.publish(ticket.created(byCustomer));
    ticket.watchedBy(eve.id(), elsewhere.id(), agent.id());
    broker.publish(
        ticket.assigned(byAgent, agent.id(), "picked", "assigned"),
        ticket.noted(byAgent),
        ticket.said(byAgent),
        ticket.said(byCustomer),
        ticket.movedTo("waiting_customer", byAgent),
        ticket.resolved(byAgent),
        ticket.reopened(byCustomer));
    ticket.watchedBy();
    broker.publish(ticket.closed(byAgent), ticket.reopened(byCustomer));

    agent.awaits(3);
    assertThat(eve.list())
        .containsExactly(
            new Seen("status_changed", "BKG-000123 has an agent"),
            new Seen("new_reply", "New reply on BKG-000123"),
            new Seen("new_reply", "New reply on BKG-000123"),
            new Seen("status_changed", "BKG-000123: waiting customer"),
            new Seen("ticket_resolved", "BKG-000123 is resolved"),
            new Seen("status_changed", "BKG-000123 is open again"));
    assertThat(agent.list())
        .as("its own acts left out, and each of the others told once")
        .containsExactly(
            new Seen("new_reply", "New reply on BKG-000123"),
            new Seen("status_changed", "BKG-000123 is open again"),
            new Seen("status_changed", "BKG-000123 is open again"));
    assertThat(elsewhere.list()).as("whose token no longer serves the app").isEmpty();
  }

  @Test
  void who_lost_a_ticket_by_escalation_hears_of_it_and_of_its_resolution() {
    Person bob = Person.agent(someId("bob"), "*");
    broker.publish(
        ticket.created(byCustomer),
        ticket.assigned(byAgent, agent.id(), "picked", "assigned"),
        ticket.overdue(),
        ticket.escalated(Who.admin(someId("admin")), bob.id(), "escalated"),
        ticket.resolvedAndAsked(Who.agent(bob.id()), agent.id()),
        ticket.remindedOfRating());

    assertThat(customer.awaits(6))
        .containsExactlyInAnyOrder(
            new Seen("ticket_created", "We received BKG-000123"),
            new Seen("ticket_assigned", "BKG-000123 has an agent"),
            new Seen("status_changed", "BKG-000123: escalated"),
            new Seen("ticket_resolved", "BKG-000123 is resolved"),
            new Seen("rating_requested", "How did we do with BKG-000123?"),
            new Seen("rating_requested", "How did we do with BKG-000123?"));
    assertThat(bob.list()).containsExactly(new Seen("ticket_escalated", "BKG-000123 is escalated"));
    assertThat(agent.list())
        .containsExactly(
            new Seen("ticket_overdue", "BKG-000123 is overdue"),
            new Seen("ticket_escalated", "BKG-000123 went to another"),
            new Seen("ticket_resolved", "BKG-000123 is resolved"));
  }

  @Test
  void an_app_without_the_status_escalated_tells_its_customer_of_the_new_agent() {
    Person bob = Person.agent(someId("bob"), "*");
    broker.publish(
        ticket.created(byCustomer),
        ticket.assigned(byAgent, agent.id(), "picked", "in_progress"),
        ticket.escalated(byAgent, null, "in_progress"),
        ticket.escalated(byAgent, bob.id(), "in_progress"));

    assertThat(bob.awaits(1)).extracting(Seen::kind).containsExactly("ticket_escalated");
    assertThat(customer.awaits(3))
        .extracting(Seen::kind)
        .containsExactly("ticket_created", "ticket_assigned", "ticket_assigned");
    assertThat(agent.list()).isEmpty();
  }

  @Test
  void an_internal_note_reaches_no_customer_by_kind_count_or_field() {
    String canary = someId("canary");
    Who colleague = Who.agent(canary);
    List<Event> before = new ArrayList<>(ticket.created(byCustomer));
    before.addAll(ticket.assigned(byAgent, agent.id(), "picked", "assigned"));
    broker.publish(before);
    customer.awaits(2);
    String seenBefore = customer.get(Person.PATH).asString();

    // Also a note that carries what it must not, or says its visibility in another way.
    Event plain = ticket.noted(colleague).getFirst();
    Event talkative = ticket.noted(colleague).getFirst();
    talkative =
        withData(
            talkative,
            talkative
                .data()
                .replace("{\"messageId\"", "{\"text\":\"" + canary + "\",\"messageId\""));
    Event odd = ticket.noted(colleague).getFirst();
    odd = withData(odd, odd.data().replace("\"internal\"", "\"participants\""));
    broker.publish(List.of(plain, talkative, odd));
    applied(plain, talkative, odd);

    assertThat(customer.get(Person.PATH).asString()).isEqualTo(seenBefore).doesNotContain(canary);
    assertThat(customer.unread()).isEqualTo(2);
    assertThat(
            sql.list(
                "SELECT n::text AS line FROM notification n WHERE n::text LIKE ?",
                row -> row.string("line"),
                "%" + canary + "%"))
        .isEmpty();
  }

  @Test
  void duplicates_and_shuffled_events_have_one_effect() {
    List<Event> events =
        Stream.of(
                ticket.created(byCustomer),
                ticket.assigned(byAgent, agent.id(), "picked", "assigned"),
                ticket.said(byAgent),
                ticket.movedTo("waiting_customer", byAgent),
                ticket.said(byCustomer),
                ticket.resolved(byAgent),
                ticket.reopened(byCustomer),
                ticket.resolved(byAgent),
                ticket.closed(byCustomer))
            .flatMap(List::stream)
            .toList();
    List<Event> mess = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      mess.addAll(events);
    }
    Collections.shuffle(mess, new Random(7));
    broker.publish(mess);
    // The same events under other ids: what an inbox that forgot would let through.
    broker.publish(events.stream().map(TicketLifeTest::forgotten).toList());
    applied(events.toArray(Event[]::new));
    Event last = forgotten(events.getLast());
    broker.publish(List.of(last));
    applied(last);

    // Times are those of the events, so the list is in order whatever the order of arrival was.
    assertThat(customer.list().stream().map(Seen::kind))
        .containsExactly(
            "ticket_created",
            "ticket_assigned",
            "new_reply",
            "status_changed",
            "ticket_resolved",
            "ticket_resolved");
    assertThat(agent.list()).hasSize(3);
    assertThat(agent.list().getLast()).isEqualTo(new Seen("status_changed", "BKG-000123: closed"));
  }

  @Test
  void an_event_that_is_none_holds_nobody_up() {
    Event broken = ticket.noted(byAgent).getFirst();
    broken = withData(broken, "{\"ticket\":{}}");
    ProducerRecord<String, String> garbage =
        new ProducerRecord<>("ticket-events", ticket.id(), "\u0000 not json");
    broker.send(List.of(garbage, broken.toRecord()));
    broker.publish(ticket.created(byCustomer));

    assertThat(customer.awaits(1)).extracting(Seen::kind).containsExactly("ticket_created");
    assertThat(isApplied(broken)).isFalse();
  }

  /** Waits until the inbox has the events. */
  private void applied(Event... events) {
    for (Event event : events) {
      Eventually.until(SOON, event.type() + " is applied", () -> isApplied(event));
    }
  }

  private boolean isApplied(Event event) {
    return sql.first(
            "SELECT event_id FROM inbox WHERE consumer = 'notification-service' AND event_id = ?",
            row -> row.uuid("event_id"),
            event.id())
        .isPresent();
  }

  private static Event withData(Event event, String data) {
    return new Event(event.id(), event.key(), event.type(), event.sequence(), event.time(), data);
  }

  private static Event forgotten(Event event) {
    return new Event(
        UUID.randomUUID(), event.key(), event.type(), event.sequence(), event.time(), event.data());
  }
}
