package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What staff writes for itself reaches no customer, by no route, in no form. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class InternalNotesTest {

  /** Everything that a customer or a service may read about a ticket. */
  private static List<String> routes(String id, String number, String canary) {
    String t = Api.TICKETS;
    return List.of(
        t + "/" + id,
        t + "/" + number,
        t,
        t + "?sort=-updatedAt",
        t + "?sort=slaDueAt",
        t + "?q=" + number,
        t + "?q=" + canary,
        t + "/counts",
        t + "/counts?q=" + canary,
        t + "/" + id + "/messages",
        t + "/" + id + "/messages?limit=1",
        t + "/" + id + "/history",
        t + "/" + id + "/messages/" + canary,
        t + "/" + id + "/status",
        t + "/" + id + "/" + canary);
  }

  @Test
  void a_note_changes_nothing_that_the_customer_side_sees() {
    Person service = Api.service("bookings");
    Person customer = Api.customer("bookings");
    Person agent = Api.agent("bookings");
    var opened = service.opens(Map.of("customerId", customer.id()));
    String id = opened.getString("id");
    String number = opened.getString("number");
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    agent.says(id, "We are looking into it.");

    for (Person reader : List.of(customer, service)) {
      List<String> before =
          routes(id, number, canary).stream().map(r -> told(reader.get(r))).toList();
      String note = agent.notes(id, "Secret: " + canary).getString("id");
      List<String> after =
          routes(id, number, canary).stream().map(r -> told(reader.get(r))).toList();

      assertThat(after).isEqualTo(before);
      assertThat(String.join("\n", after).replace("/" + canary, "").replace("=" + canary, ""))
          .doesNotContain(canary);
      reader.get(Api.TICKETS + "/" + id + "/messages/" + note).then().statusCode(404);
    }
  }

  @Test
  void a_note_is_there_for_staff_and_found_by_it() {
    Person customer = Api.customer("bookings");
    Person agent = Api.agent("bookings");
    String id = customer.opens();
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    agent.notes(id, "Secret: " + canary);

    assertThat(agent.reads(id).getString("messages[0].text")).contains(canary);
    assertThat(agent.reads(id).getString("lastMessage.snippet")).contains(canary);
    assertThat(agent.get(Api.TICKETS + "?q=" + canary).jsonPath().getList("items")).hasSize(1);
    assertThat(agent.get(Api.TICKETS + "/counts?q=" + canary).jsonPath().getInt("total"))
        .isEqualTo(1);
    assertThat(customer.get(Api.TICKETS + "?q=" + canary).jsonPath().getList("items")).isEmpty();
    assertThat(customer.get(Api.TICKETS + "/counts?q=" + canary).jsonPath().getInt("total"))
        .isZero();
  }

  @Test
  void answers_to_the_customers_own_changes_keep_the_note_out() {
    Person customer = Api.customer("bookings");
    Person agent = Api.agent("bookings");
    String id = customer.opens();
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    agent.notes(id, canary);
    agent
        .post(
            Api.TICKETS + "/" + id + "/resolution",
            Map.of("type", "workaround", "summary", "Restart it.", "notes", "notes " + canary))
        .then()
        .statusCode(200);
    agent.notes(id, canary);
    assertThat(agent.reads(id).getMap("resolution")).containsKey("notes");

    String ticket = Api.TICKETS + "/" + id;
    String heard =
        customer.reads(id).prettify()
            + customer.post(ticket + "/reopen", Map.of("reason", "No.")).asString()
            + customer.post(ticket + "/messages", Map.of("text", "Hm.")).asString();
    agent.resolves(id);
    agent.notes(id, canary);
    heard +=
        customer.post(ticket + "/rating", Map.of("rating", 2)).asString()
            + customer.put(ticket + "/status", Map.of("status", "closed")).asString();
    assertThat(heard).doesNotContain(canary);
    assertThat(customer.reads(id).getMap("resolution")).doesNotContainKey("notes");
  }

  @Test
  void a_resolution_without_notes_says_so_to_staff_and_has_none_for_others() {
    Person service = Api.service("bookings");
    Person customer = Api.customer("bookings");
    Person agent = Api.agent("bookings");
    String id = service.opens(Map.of("customerId", customer.id())).getString("id");
    agent.resolves(id);

    assertThat(agent.reads(id).getMap("resolution"))
        .containsOnlyKeys("type", "summary", "notes")
        .containsEntry("notes", null);
    for (Person reader : List.of(customer, service)) {
      assertThat(reader.reads(id).getMap("resolution")).containsOnlyKeys("type", "summary");
      assertThat(reader.get(Api.TICKETS).jsonPath().getMap("items[0].resolution"))
          .containsOnlyKeys("type", "summary");
    }
  }

  @Test
  void a_customer_gets_no_staff_fields() {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    List<String> staffOnly = List.of("escalations", "assignments", "timeSpent", "watchers");

    assertThat(customer.reads(id).getMap("")).doesNotContainKeys(staffOnly.toArray());
    assertThat(Api.agent("bookings").reads(id).getMap("")).containsKeys(staffOnly.toArray());
  }

  @Test
  void who_follows_a_ticket_is_nothing_that_the_customer_side_sees() {
    Person service = Api.service("bookings");
    Person customer = Api.customer("bookings");
    Person agent = Api.agent("bookings");
    var opened = service.opens(Map.of("customerId", customer.id()));
    String id = opened.getString("id");
    List<String> routes = routes(id, opened.getString("number"), agent.id());

    for (Person reader : List.of(customer, service)) {
      List<String> before = routes.stream().map(r -> told(reader.get(r))).toList();
      String watching = Api.TICKETS + "/" + id + "/watchers/me";
      agent.calls().put(watching).then().statusCode(204);
      List<String> meanwhile = routes.stream().map(r -> told(reader.get(r))).toList();
      agent.delete(watching).then().statusCode(204);

      assertThat(meanwhile).isEqualTo(before);
      assertThat(routes.stream().map(r -> told(reader.get(r))).toList()).isEqualTo(before);
    }
  }

  @Test
  void a_customer_writes_no_notes() {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    customer
        .post(Api.TICKETS + "/" + id + "/messages", Map.of("text", "x", "visibility", "internal"))
        .then()
        .statusCode(403);
  }

  @Test
  void events_carry_no_texts() {
    Person customer = Api.customer("bookings");
    Person agent = Api.agent("bookings");
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    try (KafkaProbe events = KafkaProbe.fromNow(Infrastructure.kafka(), "ticket-events")) {
      String id = customer.opens(Map.of("subject", canary, "description", canary)).getString("id");
      agent.notes(id, canary);
      agent.says(id, canary);
      List<KafkaProbe.Seen> seen =
          events
              .await(
                  Duration.ofSeconds(20),
                  "three events",
                  all -> all.stream().filter(e -> id.equals(e.key())).count() >= 3)
              .stream()
              .filter(e -> id.equals(e.key()))
              .toList();
      assertThat(seen.toString())
          .doesNotContain(canary)
          .doesNotContain("Cora")
          .doesNotContain("Ada");
    }
  }

  private static String told(Response answer) {
    return answer.statusCode() + " " + answer.header("ETag") + " " + answer.asString();
  }
}
