package dev.handrail.notification;

import static dev.handrail.notification.Person.someId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.notification.Person.Seen;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the events of accounts and departments to what the people of support read. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class StaffTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject Sql sql;

  private final String department = "d" + UuidV7.next().toString().replace("-", "");
  private final AgentStory admin = new AgentStory("admin", department, "*");
  private final AgentStory lead = new AgentStory("support_agent", department, "bookings");
  private final AgentStory bob = new AgentStory("support_agent", department, "bookings");
  private final AgentStory ofRides = new AgentStory("support_agent", department, "rides");
  private final Who byAdmin = Who.admin(admin.id());
  private final String customer = someId("customer");
  private final TicketStory ticket = new TicketStory("bookings", customer);
  private Broker broker;

  @BeforeEach
  void connect() {
    broker = new Broker();
    ticket.inDepartment(department);
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @Test
  void admins_hear_of_a_registration_and_the_agent_of_the_decision() {
    known(AgentStory.approved(admin));
    AgentStory ann = new AgentStory("support_agent", department);
    AgentStory cy = new AgentStory("support_agent", department);
    AgentStory.Event registered = ann.registered();
    broker.tell(
        List.of(
            registered,
            registered.forgotten(),
            ann.moved("AgentApproved", "approved", byAdmin),
            cy.registered(),
            cy.moved("AgentRejected", "rejected", byAdmin)));

    Person annAsReader = Person.agent(ann.id(), "rides");
    assertThat(annAsReader.awaits(1))
        .containsExactly(new Seen("agent_approved", "You are approved"));
    assertThat(Person.agent(cy.id(), "*").awaits(1))
        .containsExactly(new Seen("agent_rejected", "You were not approved"));
    Person root = Person.admin(admin.id(), "bookings");
    assertThat(root.awaits(3))
        .containsExactlyInAnyOrder(
            new Seen("agent_approved", "You are approved"),
            new Seen("agent_registered", "Somebody wants to join"),
            new Seen("agent_registered", "Somebody wants to join"));
    assertThat(annAsReader.page("").getString("items[0].subject.type")).isEqualTo("agent");
    assertThat(annAsReader.page("").getString("items[0].subject.id")).isEqualTo(ann.id());
    assertThat(annAsReader.page("").getString("items[0].subject.number")).isNull();
    assertThat(annAsReader.unread()).isEqualTo(1);
    annAsReader.put(Person.PATH + "/" + annAsReader.ids().getFirst() + "/read");
    assertThat(annAsReader.unread()).isZero();
  }

  @Test
  void leads_and_admins_hear_what_goes_wrong_and_agents_of_a_reply_that_nobody_has() {
    team();
    broker.publish(
        ticket.created(Who.customer(customer)),
        ticket.said(Who.customer(customer)),
        ticket.overdue(),
        ticket.escalated(byAdmin, null, "escalated"));

    assertThat(kinds(Person.agent(lead.id(), "*"), 4))
        .containsExactlyInAnyOrder(
            "agent_approved", "new_reply", "ticket_overdue", "ticket_escalated");
    assertThat(Person.admin(admin.id(), "*").awaits("ticket_overdue"))
        .extracting(Seen::kind)
        .as("its own act")
        .doesNotContain("ticket_escalated");
    assertThat(kinds(Person.agent(bob.id(), "*"), 2))
        .containsExactlyInAnyOrder("agent_approved", "new_reply");
    assertThat(kinds(Person.agent(ofRides.id(), "*"), 1))
        .as("who does not serve the app")
        .containsExactly("agent_approved");
  }

  @Test
  void who_left_the_department_or_was_suspended_hears_nothing_more() {
    team();
    List<AgentStory.Event> changes =
        List.of(
            bob.joins("elsewhere", byAdmin),
            lead.moved("AgentSuspended", "suspended", byAdmin),
            AgentStory.department(department, 2, List.of()));
    known(changes);
    broker.publish(
        ticket.created(Who.customer(customer)),
        ticket.said(Who.customer(customer)),
        ticket.overdue());

    // Whoever hears of one event hears of it at once with all others.
    Person.admin(admin.id(), "*").awaits("ticket_overdue");
    assertThat(kinds(Person.agent(bob.id(), "*"), 1)).containsExactly("agent_approved");
    assertThat(kinds(Person.agent(lead.id(), "*"), 1)).containsExactly("agent_approved");
  }

  @Test
  void the_newest_counts_in_whatever_order_and_number_events_come() {
    List<AgentStory.Event> events = new ArrayList<>(AgentStory.approved(bob));
    events.add(bob.joins("elsewhere", byAdmin));
    events.add(bob.moved("AgentSuspended", "suspended", byAdmin));
    events.add(bob.moved("AgentReinstated", "approved", byAdmin));
    events.add(AgentStory.department(department, 1, List.of()));
    events.add(AgentStory.department(department, 2, List.of(bob.id())));
    List<AgentStory.Event> mess = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.forEach(event -> mess.add(event.forgotten()));
    }
    mess.addAll(events);
    Collections.shuffle(mess, new Random(7));
    known(mess);

    assertThat(
            sql.list(
                "SELECT concat_ws(' ', status, department, sequence) AS line FROM agent WHERE id = ?",
                row -> row.string("line"),
                UUID.fromString(bob.id())))
        .containsExactly("approved elsewhere 5");
    broker.publish(ticket.created(Who.customer(customer)), ticket.overdue());
    assertThat(kinds(Person.agent(bob.id(), "*"), 2))
        .as("a lead of the department that it does not belong to")
        .containsExactlyInAnyOrder("agent_approved", "ticket_overdue");
  }

  private void team() {
    List<AgentStory.Event> events = new ArrayList<>();
    // The department first: its lead is not heard of yet.
    events.add(AgentStory.department(department, 1, List.of(lead.id())));
    for (AgentStory one : List.of(admin, lead, bob, ofRides)) {
      events.addAll(AgentStory.approved(one));
    }
    known(events);
  }

  /** Tells it, and waits until it is taken in: other topics are read by other threads. */
  private void known(List<AgentStory.Event> events) {
    broker.tell(events);
    for (AgentStory.Event event : events) {
      Eventually.until(
          SOON,
          event.type() + " is taken in",
          () ->
              sql.first(
                      "SELECT event_id FROM inbox WHERE event_id = ?",
                      row -> row.uuid("event_id"),
                      event.id())
                  .isPresent());
    }
  }

  private static List<String> kinds(Person who, int least) {
    return who.awaits(least).stream().map(Seen::kind).toList();
  }
}
