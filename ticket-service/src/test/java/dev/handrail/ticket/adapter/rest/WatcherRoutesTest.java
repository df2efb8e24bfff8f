package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Following a ticket over HTTP: idempotent, bounded, and no change of the ticket. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class WatcherRoutesTest {

  @Inject Sql sql;

  @Test
  void staff_follows_a_ticket_and_leaves_it_and_doing_so_twice_is_doing_it_once() {
    Person agent = Api.agent("bookings");
    Person admin = Api.admin("bookings");
    String id = Api.customer("bookings").opens();
    assertThat(agent.reads(id).getList("watchers")).isEmpty();

    for (int i = 0; i < 2; i++) {
      Response followed = agent.calls().put(watching(id));
      assertThat(followed.statusCode()).isEqualTo(204);
      assertThat(followed.asString()).isEmpty();
    }
    admin.calls().put(watching(id)).then().statusCode(204);
    assertThat(admin.reads(id).<Map<String, String>>getList("watchers"))
        .containsExactly(
            Map.of("id", agent.id(), "name", "Ada " + agent.id()),
            Map.of("id", admin.id(), "name", "Root " + admin.id()));

    for (int i = 0; i < 2; i++) {
      agent.delete(watching(id)).then().statusCode(204);
    }
    assertThat(agent.reads(id).getList("watchers.id")).containsExactly(admin.id());
  }

  @Test
  void following_is_no_change_of_the_ticket() {
    Person agent = Api.agent("bookings");
    String id = Api.customer("bookings").opens();
    Response before = agent.get(Api.TICKETS + "/" + id);
    int lines = lines(agent, id);

    agent.calls().put(watching(id)).then().statusCode(204);

    Response after = agent.get(Api.TICKETS + "/" + id);
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    for (String field : List.of("version", "updatedAt", "lastMessage", "unreadCount")) {
      assertThat(after.jsonPath().<Object>get(field))
          .as(field)
          .isEqualTo(before.jsonPath().<Object>get(field));
    }
    assertThat(lines(agent, id)).isEqualTo(lines);
  }

  private static int lines(Person staff, String id) {
    return staff.get(Api.TICKETS + "/" + id + "/history").jsonPath().getList("items").size();
  }

  @Test
  void a_hundred_follow_a_ticket_and_the_next_one_is_told_so() {
    Person agent = Api.agent("bookings");
    String id = Api.customer("bookings").opens();
    sql.update(
        "UPDATE ticket SET watchers = ? WHERE id = ?",
        IntStream.range(0, 100).mapToObj(i -> "agent-" + i).toList(),
        UUID.fromString(id));

    Response refused = agent.calls().put(watching(id));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.jsonPath().getString("type")).isEqualTo("/problems/too-many-watchers");
    assertThat(agent.reads(id).getList("watchers")).hasSize(100);
  }

  @Test
  void many_at_once_are_all_there_afterwards() throws InterruptedException {
    List<Person> agents = IntStream.range(0, 12).mapToObj(i -> Api.agent("bookings")).toList();
    String id = Api.customer("bookings").opens();
    List<Thread> threads =
        agents.stream()
            .map(a -> Thread.ofVirtual().start(() -> a.calls().put(watching(id))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(agents.getFirst().reads(id).<String>getList("watchers.id"))
        .containsExactlyInAnyOrderElementsOf(agents.stream().map(Person::id).toList());
  }

  @Test
  void who_has_lost_sight_of_a_ticket_can_still_leave_it_but_not_come_back() {
    Person follower = Api.agent("deliveries");
    Person other = Api.agent("deliveries");
    String id = Api.customer("deliveries").opens();
    follower.calls().put(watching(id)).then().statusCode(204);
    // Agents of this app see what is theirs or nobody's.
    other.picks(id);
    follower.get(Api.TICKETS + "/" + id).then().statusCode(404);

    follower.calls().put(watching(id)).then().statusCode(404);
    follower.delete(watching(id)).then().statusCode(204);
    assertThat(other.reads(id).getList("watchers")).isEmpty();
    follower.delete(watching(id)).then().statusCode(404);
    Api.agent("rides").delete(watching(id)).then().statusCode(404);
  }

  @Test
  void events_name_who_follows_and_a_deleted_ticket_has_nobody() {
    Person agent = Api.agent("bookings");
    Person admin = Api.admin("bookings");
    Person customer = Api.customer("bookings");
    try (KafkaProbe events = KafkaProbe.fromNow(Infrastructure.kafka(), "ticket-events")) {
      String id = customer.opens();
      agent.calls().put(watching(id)).then().statusCode(204);
      customer.says(id, "Anyone?");
      agent.delete(watching(id)).then().statusCode(204);
      customer.says(id, "Hello?");
      List<String> data =
          events
              .await(
                  Duration.ofSeconds(20),
                  "four events",
                  all -> all.stream().filter(e -> id.equals(e.key())).count() >= 4)
              .stream()
              .filter(e -> id.equals(e.key()))
              .map(Object::toString)
              .toList();
      assertThat(data.get(0)).doesNotContain("watcherIds");
      assertThat(data.get(1)).doesNotContain("watcherIds");
      assertThat(data.get(2)).contains("\"watcherIds\":[\"" + agent.id() + "\"]");
      assertThat(data.get(3)).doesNotContain("watcherIds");

      agent.calls().put(watching(id)).then().statusCode(204);
      admin.delete(Api.TICKETS + "/" + id).then().statusCode(204);
      agent.delete(watching(id)).then().statusCode(404);
    }
  }

  private static String watching(String ticket) {
    return Api.TICKETS + "/" + ticket + "/watchers/me";
  }
}
