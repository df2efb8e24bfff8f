package dev.handrail.ticket.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What customers thought, as admins read it. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RatingRoutesTest {
  private static final String RATINGS = RatingResource.PATH;

  private final Person admin = Api.admin("bookings");

  /** Nobody else's ratings are among those of its tickets. */
  private final Person agent = Api.agent("bookings");

  @Test
  void ratings_come_newest_first_with_who_and_what() {
    Person customer = Api.customer("bookings");
    String first = rated(customer, 2, "Slow.");
    String second = rated(customer, 5, null);

    JsonPath page =
        admin.get(RATINGS + "?agent=" + agent.id()).then().statusCode(200).extract().jsonPath();
    assertThat(page.getList("items.ticket.id")).containsExactly(second, first);
    Map<String, Object> expected = new HashMap<>();
    expected.put("ticket", Map.of("id", first, "number", admin.reads(first).getString("number")));
    expected.put("app", "bookings");
    expected.put("rating", 2);
    expected.put("comment", "Slow.");
    expected.put("at", admin.reads(first).getString("rating.at"));
    expected.put("customer", Map.of("id", customer.id(), "name", "Cora " + customer.id()));
    expected.put("assignee", Map.of("id", agent.id(), "name", "Ada " + agent.id()));
    assertThat(page.<String, Object>getMap("items[1]")).isEqualTo(expected);
    assertThat(page.<Object>get("items[0].comment")).isNull();
    assertThat(page.getString("nextCursor")).isNull();
  }

  @Test
  void filters_choose_by_stars_comment_and_time() {
    Person customer = Api.customer("bookings");
    String one = rated(customer, 1, "Bad.");
    String three = rated(customer, 3, null);
    String five = rated(customer, 5, "Good.");
    String at = admin.reads(three).getString("rating.at");

    assertThat(ids("rating=1&rating=5")).containsExactly(five, one);
    assertThat(ids("rating=2")).isEmpty();
    assertThat(ids("commented=true")).containsExactly(five, one);
    assertThat(ids("commented=false")).containsExactly(five, three, one);
    assertThat(ids("commented=true&rating=1")).containsExactly(one);
    assertThat(ids("from=" + at)).containsExactly(five, three);
    assertThat(ids("to=" + at)).containsExactly(one);
    assertThat(ids("to=2000-01-01&tz=Europe/Berlin")).isEmpty();
    assertThat(ids("app=bookings")).hasSize(3);
    assertThat(ids("app=desk")).isEmpty();
  }

  @Test
  void an_admin_reads_ratings_of_its_own_apps_alone() {
    rated(Api.customer("bookings"), 4, "Fine.");
    assertThat(ids(Api.admin("desk"), "")).isEmpty();
    assertThat(ids(Api.admin("*"), "")).hasSize(1);
  }

  @Test
  void pages_follow_each_other_and_a_cursor_is_for_its_caller_and_query() {
    Person customer = Api.customer("bookings");
    List<String> rated = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rated.add(rated(customer, 1 + i, i % 2 == 0 ? "x" : null));
    }
    List<String> read = new ArrayList<>();
    String first = null;
    String cursor = null;
    do {
      JsonPath page = page(admin, "&limit=2", cursor).jsonPath();
      read.addAll(page.getList("items.ticket.id"));
      cursor = page.getString("nextCursor");
      first = first == null ? cursor : first;
    } while (cursor != null);

    assertThat(read).isEqualTo(rated.reversed());
    page(admin, "&limit=2&commented=true", first).then().statusCode(400);
    page(Api.admin("bookings"), "&limit=2", first).then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rating=0",
        "rating=6",
        "rating=x",
        "rating=",
        "rating=1.5",
        "commented=yes",
        "commented=",
        "app=",
        "agent=",
        "from=x",
        "to=x",
        "tz=x",
        "limit=0",
        "cursor=x",
        "stars=1",
        "agent=%00"
      })
  void a_bad_query_is_a_400_that_names_the_parameter(String query) {
    Response answer =
        given()
            .urlEncodingEnabled(false)
            .header("Authorization", "Bearer " + admin.token())
            .get(RATINGS + "?" + query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    if (!query.contains("%00")) {
      assertThat(answer.jsonPath().getList("errors.field", String.class))
          .contains(query.substring(0, query.indexOf('=')));
    }
  }

  /** A ticket of the agent's that was resolved and rated. */
  private String rated(Person customer, int stars, @Nullable String comment) {
    String id = customer.opens();
    agent.picks(id);
    agent.resolves(id);
    Map<String, Object> body = new HashMap<>();
    body.put("rating", stars);
    if (comment != null) {
      body.put("comment", comment);
    }
    customer.post(Api.TICKETS + "/" + id + "/rating", body).then().statusCode(201);
    return id;
  }

  private List<String> ids(String query) {
    return ids(admin, query);
  }

  private List<String> ids(Person reader, String query) {
    return page(reader, "&" + query, null)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items.ticket.id");
  }

  private Response page(Person reader, String query, @Nullable String cursor) {
    return reader.get(
        RATINGS + "?agent=" + agent.id() + query + (cursor == null ? "" : "&cursor=" + cursor));
  }
}
