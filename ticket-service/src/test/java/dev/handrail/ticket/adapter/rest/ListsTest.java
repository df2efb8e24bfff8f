package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters, orders, pages, counts and searches. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class ListsTest {

  private final Person customer = Api.customer("bookings");
  private final Person admin = Api.admin("bookings");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "createdAt",
        "-createdAt",
        "updatedAt",
        "-updatedAt",
        "priority",
        "-priority",
        "slaDueAt",
        "-slaDueAt"
      })
  void pages_walk_through_everything_once_in_order(String sort) {
    String[] priorities = {"low", "high", "medium", "urgent", "high", "low", "medium"};
    List<String> opened = new ArrayList<>();
    for (String priority : priorities) {
      opened.add(customer.opens(Map.of("priority", priority)).getString("id"));
    }
    admin.says(opened.get(2), "Moves it in the order of changes.");

    for (Person reader : List.of(customer, admin)) {
      List<Map<String, Object>> walked =
          walk(reader, "?customer=" + customer.id() + "&limit=2&sort=" + sort);
      assertThat(walked)
          .extracting(t -> t.get("id"))
          .containsExactlyInAnyOrderElementsOf(new ArrayList<Object>(opened));
      List<String> keys = walked.stream().map(t -> key(t, sort)).toList();
      assertThat(keys)
          .isSortedAccordingTo(
              sort.startsWith("-")
                  ? java.util.Comparator.reverseOrder()
                  : java.util.Comparator.naturalOrder());
    }
  }

  private static String key(Map<String, Object> ticket, String sort) {
    return switch (sort.replace("-", "")) {
      case "priority" ->
          String.valueOf(
              List.of("low", "medium", "high", "urgent").indexOf(ticket.get("priority")));
      case "slaDueAt" -> {
        var first = (Map<?, ?>) ((Map<?, ?>) ticket.get("sla")).get("firstResponse");
        var resolution = (Map<?, ?>) ((Map<?, ?>) ticket.get("sla")).get("resolution");
        yield padded(first.get("at") == null ? first.get("dueAt") : resolution.get("dueAt"));
      }
      default -> padded(ticket.get(sort.replace("-", "")));
    };
  }

  /** A time with all its digits, so that texts order like moments. */
  private static String padded(Object time) {
    Instant moment = Instant.parse(time.toString());
    return String.format("%d.%09d", moment.getEpochSecond(), moment.getNano());
  }

  private static List<Map<String, Object>> walk(Person reader, String query) {
    List<Map<String, Object>> walked = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page =
          reader
              .get(Api.TICKETS + query + (cursor == null ? "" : "&cursor=" + cursor))
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      walked.addAll(page.getList("items"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);
    return walked;
  }

  @Test
  void a_cursor_is_good_for_its_caller_and_query_only() {
    for (int i = 0; i < 3; i++) {
      customer.opens();
    }
    String cursor = customer.get(Api.TICKETS + "?limit=1").jsonPath().getString("nextCursor");
    customer.get(Api.TICKETS + "?limit=2&cursor=" + cursor).then().statusCode(200);
    for (String other :
        List.of(
            "?sort=createdAt&cursor=", "?status=open&cursor=", "?tz=UTC&cursor=", "?q=x&cursor=")) {
      Response answer = customer.get(Api.TICKETS + other + cursor);
      assertThat(answer.statusCode()).as(other).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors.field")).containsExactly("cursor");
    }
    for (Person stranger :
        List.of(
            Api.customer("bookings"),
            Api.customer("rides", customer.id()),
            admin,
            Api.service("bookings"))) {
      stranger.get(Api.TICKETS + "?limit=1&cursor=" + cursor).then().statusCode(400);
    }
    String id = customer.get(Api.TICKETS).jsonPath().getString("items[0].id");
    customer.get(Api.TICKETS + "/" + id + "/messages?cursor=" + cursor).then().statusCode(400);
    customer.get(Api.APPS + "?cursor=" + cursor).then().statusCode(400);
    customer.get(Api.CATEGORIES + "?cursor=" + cursor).then().statusCode(400);
    char last = cursor.charAt(cursor.length() - 1);
    String forged = cursor.substring(0, cursor.length() - 1) + (last == 'A' ? 'B' : 'A');
    customer.get(Api.TICKETS + "?limit=1&cursor=" + forged).then().statusCode(400);
  }

  @Test
  void each_filter_chooses_what_it_says() {
    String tag = "tag" + UUID.randomUUID().toString().replace("-", "");
    String ride = Api.unique("ride");
    JsonPath plain = customer.opens(Map.of());
    JsonPath special =
        customer.opens(
            Map.of(
                "category", "payment",
                "priority", "urgent",
                "source", "mobile",
                "tags", List.of(tag.toUpperCase(java.util.Locale.ROOT), "other"),
                "links", List.of(Map.of("type", "ride", "id", ride))));
    String chosen = special.getString("id");
    admin.picks(chosen);

    for (String filter :
        List.of(
            "category=payment",
            "priority=urgent",
            "department=billing",
            "assignee=" + admin.id(),
            "status=assigned",
            "tag=" + tag,
            "tag=" + tag.toUpperCase(java.util.Locale.ROOT),
            "source=mobile",
            "link=ride:" + ride,
            "q=" + tag,
            "q=" + special.getString("number"),
            "status=assigned&priority=urgent&source=mobile&app=bookings")) {
      assertThat(ids(customer, filter)).as(filter).containsExactly(chosen);
      assertThat(count(customer, filter)).as(filter).isEqualTo(1);
      assertThat(ids(admin, "customer=" + customer.id() + "&" + filter))
          .as(filter)
          .containsExactly(chosen);
    }
    assertThat(ids(admin, "assignee=me&customer=" + customer.id())).containsExactly(chosen);
    assertThat(ids(customer, "assignee=unassigned")).containsExactly(plain.getString("id"));
    assertThat(ids(customer, "assignee=me")).isEmpty();
    assertThat(ids(customer, "status=open&status=assigned")).hasSize(2);
    assertThat(ids(customer, "slaState=ok")).hasSize(2);
    assertThat(ids(customer, "slaState=breached")).isEmpty();
    assertThat(ids(customer, "app=rides")).isEmpty();
    assertThat(ids(customer, "customer=" + Api.customer("bookings").id())).isEmpty();
  }

  @Test
  void ranges_include_their_beginning_and_exclude_their_end() {
    JsonPath ticket = customer.opens(Map.of());
    String id = ticket.getString("id");
    String at = ticket.getString("createdAt");
    String after = Instant.parse(at).plus(1, ChronoUnit.MICROS).toString();
    assertThat(ids(customer, "createdFrom=" + at)).containsExactly(id);
    assertThat(ids(customer, "createdTo=" + at)).isEmpty();
    assertThat(ids(customer, "createdFrom=" + after)).isEmpty();
    assertThat(ids(customer, "createdTo=" + after)).containsExactly(id);
    assertThat(ids(customer, "updatedFrom=" + at + "&updatedTo=" + after)).containsExactly(id);
    assertThat(ids(customer, "createdFrom=2020-01-01&createdTo=2020-01-02")).isEmpty();
    assertThat(ids(customer, "createdFrom=2020-01-01&createdTo=9000-01-01&tz=Asia/Tokyo"))
        .containsExactly(id);
  }

  @Test
  void counts_tell_how_many_there_are_of_each() {
    customer.opens(Map.of("priority", "urgent"));
    String resolved = customer.opens();
    admin.picks(resolved);
    admin.resolves(resolved);
    JsonPath counts = customer.get(Api.TICKETS + "/counts").jsonPath();
    assertThat(counts.getInt("total")).isEqualTo(2);
    assertThat(counts.getInt("byStatus.open")).isEqualTo(1);
    assertThat(counts.getInt("byStatus.resolved")).isEqualTo(1);
    assertThat(counts.getInt("byStatus.waiting_internal")).isZero();
    assertThat(counts.getMap("byStatus")).hasSize(9);
    assertThat(counts.getInt("byPriority.urgent")).isEqualTo(1);
    assertThat(counts.getMap("byPriority")).hasSize(4);
    assertThat(counts.getInt("unassigned")).isEqualTo(1);
    assertThat(counts.getInt("overdue")).isZero();
    assertThat(counts.getBoolean("capped")).isFalse();
  }

  @Test
  void search_finds_words_of_the_ticket_and_its_messages() {
    String inSubject = word();
    String inDescription = word();
    String inMessage = word();
    String id =
        customer
            .opens(Map.of("subject", "On " + inSubject, "description", inDescription + " broke"))
            .getString("id");
    admin.says(id, "About " + inMessage);
    for (String word : List.of(inSubject, inDescription, inMessage)) {
      assertThat(ids(customer, "q=" + word)).containsExactly(id);
      assertThat(ids(admin, "q=" + word)).containsExactly(id);
      assertThat(ids(Api.customer("bookings"), "q=" + word)).isEmpty();
    }
    assertThat(ids(customer, "q=" + inSubject + " " + inMessage)).containsExactly(id);
  }

  @Test
  void a_ticket_is_found_by_its_number_as_by_its_id() {
    JsonPath ticket = customer.opens(Map.of());
    assertThat(customer.reads(ticket.getString("number")).getString("id"))
        .isEqualTo(ticket.getString("id"));
  }

  @Test
  void messages_come_in_pages_from_newest_to_oldest() {
    String id = customer.opens();
    for (int i = 1; i <= 24; i++) {
      customer.says(id, "Message " + i);
      admin.notes(id, "Note " + i);
    }
    assertThat(customer.reads(id).getList("messages.text"))
        .hasSize(20)
        .startsWith("Message 24", "Message 23");
    List<Object> walked = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page =
          customer
              .get(
                  Api.TICKETS
                      + "/"
                      + id
                      + "/messages?limit=10"
                      + (cursor == null ? "" : "&cursor=" + cursor))
              .jsonPath();
      walked.addAll(page.getList("items.text"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);
    assertThat(walked)
        .hasSize(25)
        .startsWith("Message 24", "Message 23")
        .endsWith("My card was charged twice.")
        .doesNotHaveDuplicates();
  }

  @Test
  void history_comes_in_pages_newest_first_and_says_where_from() {
    String id = customer.opens();
    admin.picks(id);
    admin
        .calls()
        .header("X-Request-Id", "request-of-this-test")
        .header("X-Forwarded-For", "198.51.100.1, 203.0.113.7")
        .body(Map.of("status", "in_progress", "note", "On it."))
        .put(Api.TICKETS + "/" + id + "/status")
        .then()
        .statusCode(200);
    JsonPath first =
        admin.get(Api.TICKETS + "/" + id + "/history?limit=2").then().extract().jsonPath();
    assertThat(first.getList("items.action"))
        .containsExactly("status_changed", "ticket_assigned");
    assertThat(first.getString("items[0].reason")).isEqualTo("On it.");
    assertThat(first.getString("items[0].origin"))
        .isEqualTo("http 203.0.113.7 request-of-this-test");
    assertThat(first.getString("items[0].actor.id")).isEqualTo(admin.id());
    assertThat(first.getMap("items[0].changes[0]"))
        .isEqualTo(Map.of("field", "status", "from", "assigned", "to", "in_progress"));
    JsonPath second =
        admin
            .get(
                Api.TICKETS
                    + "/"
                    + id
                    + "/history?limit=2&cursor="
                    + first.getString("nextCursor"))
            .jsonPath();
    assertThat(second.getList("items.action")).containsExactly("ticket_created");
    assertThat(second.getString("nextCursor")).isNull();
  }

  private static List<String> ids(Person reader, String query) {
    return reader
        .get(Api.TICKETS + "?" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items.id");
  }

  private static int count(Person reader, String query) {
    return reader.get(Api.TICKETS + "/counts?" + query).jsonPath().getInt("total");
  }

  private static String word() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }
}
