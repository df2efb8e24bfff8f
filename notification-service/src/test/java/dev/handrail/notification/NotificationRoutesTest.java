package dev.handrail.notification;

import static dev.handrail.notification.Person.PATH;
import static dev.handrail.notification.Person.someId;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.TestIssuer;
import dev.handrail.notification.TicketStory.Who;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route, for every role, on what is one's own, another's and nobody's. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class NotificationRoutesTest {

  @Test
  void a_notification_has_the_shape_of_the_contract() {
    Person customer = Person.customer("bookings", someId("c"));
    TicketStory ticket = opened(customer);

    JsonPath page = customer.page("");

    Map<String, Object> one = page.getMap("items[0]");
    assertThat(one)
        .containsOnlyKeys("id", "kind", "title", "body", "subject", "createdAt", "readAt")
        .containsEntry("kind", "ticket_created")
        .containsEntry("title", "We received BKG-000123")
        .containsEntry("readAt", null)
        .containsEntry(
            "subject", Map.of("type", "ticket", "id", ticket.id(), "number", "BKG-000123"));
    assertThat(UUID.fromString((String) one.get("id")).version()).isEqualTo(7);
    assertThat(Instant.parse((String) one.get("createdAt"))).isBefore(Instant.now());
    assertThat(page.getMap(""))
        .containsOnlyKeys("items", "nextCursor")
        .containsEntry("nextCursor", null);
  }

  @Test
  void without_a_token_every_route_is_401() {
    for (Response answer :
        List.of(
            given().get(PATH),
            given().get(PATH + "/unread-count"),
            given().put(PATH + "/read"),
            given().put(PATH + "/" + UuidV7.next() + "/read"))) {
      answer.then().statusCode(401).contentType("application/problem+json");
    }
  }

  @Test
  void a_token_without_a_role_is_403() {
    String token = TestIssuer.shared().token("cook", someId("cook")).app("bookings").sign();
    for (String path : List.of("", "/unread-count")) {
      given().header("Authorization", "Bearer " + token).get(PATH + path).then().statusCode(403);
    }
    given().header("Authorization", "Bearer " + token).put(PATH + "/read").then().statusCode(403);
  }

  @Test
  void each_role_reads_and_marks_its_own_and_nothing_else() {
    Person customer = Person.customer("bookings", someId("c"));
    Person agent = Person.agent(someId("agent"), "bookings");
    Person admin = Person.admin(someId("admin"), "*");
    for (Person staff : List.of(agent, admin)) {
      TicketStory ticket = opened(customer);
      publish(ticket.assigned(Who.admin("boss"), staff.id(), "assigned", "assigned"));
      staff.awaits(1);
    }
    List<Person> everyone =
        List.of(
            customer,
            agent,
            admin,
            Person.service(someId("app")),
            Person.customer("bookings", someId("other")));

    for (Person owner : List.of(customer, agent, admin)) {
      String id = owner.ids().getLast();
      for (Person other : everyone) {
        if (!other.equals(owner)) {
          assertNotFound(other.put(PATH + "/" + id + "/read"));
          assertThat(other.ids()).doesNotContain(id);
        }
      }
      assertThat(owner.page("?limit=100").getList("items.findAll { it.readAt != null }.id"))
          .isEmpty();
      int before = owner.unread();
      owner.put(PATH + "/" + id + "/read").then().statusCode(204);
      assertThat(owner.page("?limit=100").getList("items.findAll { it.readAt != null }.id"))
          .containsExactly(id);
      assertThat(owner.unread()).isEqualTo(before - 1);
    }
  }

  @Test
  void what_never_was_is_404_for_every_role_and_says_the_same_as_anothers() {
    Person customer = Person.customer("bookings", someId("c"));
    opened(customer);
    String anothers = customer.ids().getFirst();
    for (Person person :
        List.of(
            Person.customer("bookings", someId("other")),
            Person.agent(someId("agent"), "*"),
            Person.admin(someId("admin"), "*"),
            Person.service(someId("app")))) {
      Map<String, Object> never = assertNotFound(person.put(PATH + "/" + UuidV7.next() + "/read"));
      Map<String, Object> other = assertNotFound(person.put(PATH + "/" + anothers + "/read"));
      never.remove("instance");
      other.remove("instance");
      assertThat(other).isEqualTo(never);
      assertNotFound(person.put(PATH + "/no-id/read"));
      assertThat(person.list()).isEmpty();
      assertThat(person.unread()).isZero();
      person.put(PATH + "/read").then().statusCode(204);
    }
    assertThat(customer.unread()).isEqualTo(1);
  }

  @Test
  void the_same_subject_of_another_app_or_audience_is_another_person() {
    String id = someId("42");
    Person customer = Person.customer("bookings", id);
    opened(customer);
    String notification = customer.ids().getFirst();

    for (Person namesake :
        List.of(
            Person.customer("rides", id),
            Person.agent(id, "*"),
            Person.admin(id, "*"),
            Person.service(id))) {
      assertThat(namesake.list()).as(namesake.role()).isEmpty();
      assertThat(namesake.unread()).isZero();
      assertNotFound(namesake.put(PATH + "/" + notification + "/read"));
      namesake.put(PATH + "/read").then().statusCode(204);
    }
    assertThat(customer.unread()).isEqualTo(1);
  }

  @Test
  void staff_sees_news_of_the_apps_it_serves() {
    String id = someId("agent");
    Person ofBookings = Person.agent(id, "bookings");
    Person ofRides = Person.agent(id, "rides");
    Person ofNone = Person.agent(id);
    TicketStory ticket = opened(Person.customer("bookings", someId("c")));
    publish(ticket.assigned(Who.admin("boss"), id, "assigned", "assigned"));
    ofBookings.awaits(1);
    String notification = ofBookings.ids().getFirst();

    for (Person elsewhere : List.of(ofRides, ofNone)) {
      assertThat(elsewhere.list()).isEmpty();
      assertThat(elsewhere.unread()).isZero();
      assertNotFound(elsewhere.put(PATH + "/" + notification + "/read"));
      elsewhere.put(PATH + "/read").then().statusCode(204);
    }
    assertThat(ofBookings.unread()).isEqualTo(1);
  }

  @Test
  void pages_follow_one_another_from_newest_to_oldest() {
    Person customer = Person.customer("bookings", someId("c"));
    withReplies(customer, 44);

    List<String> walked = new ArrayList<>();
    JsonPath page = customer.page("");
    assertThat(page.getList("items")).hasSize(20);
    walked.addAll(page.getList("items.id"));
    while (page.getString("nextCursor") != null) {
      page = customer.page("?cursor=" + page.getString("nextCursor"));
      walked.addAll(page.getList("items.id"));
    }

    assertThat(walked).hasSize(45).doesNotHaveDuplicates().isEqualTo(customer.ids());
    assertThat(
            customer.page("?limit=100").getList("items.createdAt", String.class).stream()
                .map(Instant::parse))
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(customer.page("?limit=45").getString("nextCursor")).isNull();
    assertThat(customer.page("?limit=44").getString("nextCursor")).isNotNull();
  }

  @Test
  void what_is_new_does_not_shift_the_pages_behind() {
    Person customer = Person.customer("bookings", someId("c"));
    TicketStory ticket = withReplies(customer, 4);
    List<String> all = customer.ids();
    JsonPath first = customer.page("?limit=2");

    publish(ticket.said(Who.agent("ada")));
    customer.awaits(6);

    JsonPath second = customer.page("?limit=2&cursor=" + first.getString("nextCursor"));
    assertThat(second.<String>getList("items.id")).isEqualTo(all.subList(2, 4));
  }

  @Test
  void a_cursor_is_good_for_its_caller_and_query_alone() {
    Person customer = Person.customer("bookings", someId("c"));
    withReplies(customer, 2);
    String cursor = customer.page("?limit=1").getString("nextCursor");

    customer.get(PATH + "?limit=2&cursor=" + cursor).then().statusCode(200);
    assertBadCursor(customer.get(PATH + "?unread=true&cursor=" + cursor));
    assertBadCursor(Person.customer("bookings", someId("x")).get(PATH + "?cursor=" + cursor));
    assertBadCursor(Person.customer("rides", customer.id()).get(PATH + "?cursor=" + cursor));
    assertBadCursor(Person.agent(customer.id(), "*").get(PATH + "?cursor=" + cursor));
    assertBadCursor(customer.get(PATH + "?cursor=" + cursor + "A"));
    assertBadCursor(customer.get(PATH + "?cursor=AAAA"));
  }

  @Test
  void unread_ones_are_listed_and_counted_until_they_are_read() {
    Person customer = Person.customer("bookings", someId("c"));
    withReplies(customer, 3);
    List<String> all = customer.ids();
    assertThat(customer.unread()).isEqualTo(4);

    customer.put(PATH + "/" + all.get(1) + "/read").then().statusCode(204);

    assertThat(customer.page("?unread=true").<String>getList("items.id"))
        .containsExactly(all.get(0), all.get(2), all.get(3));
    assertThat(customer.page("?unread=false").getList("items")).hasSize(4);
    assertThat(customer.unread()).isEqualTo(3);
    JsonPath page = customer.page("?unread=true&limit=2");
    page = customer.page("?unread=true&limit=2&cursor=" + page.getString("nextCursor"));
    assertThat(page.<String>getList("items.id")).containsExactly(all.get(3));

    customer.put(PATH + "/read").then().statusCode(204);

    assertThat(customer.unread()).isZero();
    assertThat(customer.page("?unread=true").getList("items")).isEmpty();
    assertThat(customer.page("").getList("items.readAt")).hasSize(4).doesNotContainNull();
  }

  @Test
  void marking_again_keeps_the_time() {
    Person customer = Person.customer("bookings", someId("c"));
    opened(customer);
    String path = PATH + "/" + customer.ids().getFirst() + "/read";
    customer.put(path).then().statusCode(204);
    String at = customer.page("").getString("items[0].readAt");
    assertThat(at).isNotNull();

    customer.put(path).then().statusCode(204);
    customer.put(PATH + "/read").then().statusCode(204);

    assertThat(customer.page("").getString("items[0].readAt")).isEqualTo(at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=101",
        "?limit=-1",
        "?limit=x",
        "?limit=5&limit=6",
        "?unread=maybe",
        "?unread=",
        "?read=true",
        "?cursor=",
        "?Limit=5"
      })
  void a_bad_query_is_a_400_that_names_the_parameter(String query) {
    String name = query.substring(1, query.indexOf('='));
    Person.customer("bookings", someId("c"))
        .get(PATH + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains(name));
  }

  @Test
  void other_routes_take_no_parameters() {
    Person customer = Person.customer("bookings", someId("c"));
    customer.get(PATH + "/unread-count?app=rides").then().statusCode(400);
    customer.put(PATH + "/read?all=true").then().statusCode(400);
    customer.put(PATH + "/" + UuidV7.next() + "/read?x=1").then().statusCode(400);
  }

  @Test
  void other_methods_and_paths_are_problems() {
    Person customer = Person.customer("bookings", someId("c"));
    customer.put(PATH).then().statusCode(405).contentType("application/problem+json");
    customer.get(PATH + "/read").then().statusCode(405);
    customer.get(PATH + "/x/y/z").then().statusCode(404).contentType("application/problem+json");
  }

  @Test
  void answers_are_private_and_carry_a_request_id() {
    Person.customer("bookings", someId("c"))
        .get(PATH)
        .then()
        .header("Cache-Control", equalTo("private, no-store"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("X-Request-Id", notNullValue());
  }

  @Test
  void a_page_ends_with_a_null_cursor() {
    Person.customer("bookings", someId("c"))
        .get(PATH)
        .then()
        .body("items.size()", equalTo(0))
        .body("nextCursor", nullValue());
  }

  private static Map<String, Object> assertNotFound(Response answer) {
    return new HashMap<>(
        answer
            .then()
            .statusCode(404)
            .contentType("application/problem+json")
            .extract()
            .jsonPath()
            .getMap(""));
  }

  private static void assertBadCursor(Response answer) {
    answer.then().statusCode(400).body("errors.field", contains("cursor"));
  }

  private static TicketStory opened(Person customer) {
    return opened(customer, 1);
  }

  /** Opens a ticket and waits until the customer has so many notifications, or more. */
  private static TicketStory opened(Person customer, int awaited) {
    TicketStory ticket = new TicketStory("bookings", customer.id());
    publish(ticket.created(Who.customer(customer.id())));
    customer.awaits(awaited);
    return ticket;
  }

  private static TicketStory withReplies(Person customer, int replies) {
    TicketStory ticket = new TicketStory("bookings", customer.id());
    List<TicketStory.Event> events = new ArrayList<>(ticket.created(Who.customer(customer.id())));
    for (int i = 0; i < replies; i++) {
      events.addAll(ticket.said(Who.agent("ada")));
    }
    publish(events);
    customer.awaits(replies + 1);
    return ticket;
  }

  private static void publish(List<TicketStory.Event> events) {
    try (Broker broker = new Broker()) {
      broker.publish(events);
    }
  }
}
