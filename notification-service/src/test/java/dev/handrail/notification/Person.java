package dev.handrail.notification;

import static io.restassured.RestAssured.given;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.TestIssuer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Someone with a token who reads its notifications over HTTP. */
record Person(String role, String id, String token) {
  static final String PATH = "/api/v1/notifications";

  private static final Duration SOON = Duration.ofSeconds(30);

  /** What someone sees of one notification at a glance. */
  record Seen(String kind, String title) {}

  static Person customer(String app, String id) {
    return new Person("customer", id, TestIssuer.shared().token("customer", id).app(app).sign());
  }

  static Person agent(String id, String... apps) {
    return new Person(
        "support_agent", id, TestIssuer.shared().token("support_agent", id).apps(apps).sign());
  }

  static Person admin(String id, String... apps) {
    return new Person("admin", id, TestIssuer.shared().token("admin", id).apps(apps).sign());
  }

  static Person service(String id) {
    return new Person("service", id, TestIssuer.shared().token("service", id).apps("*").sign());
  }

  /** An id that no other test uses. */
  static String someId(String prefix) {
    return prefix + "-" + UuidV7.next();
  }

  Response get(String path) {
    return given().header("Authorization", "Bearer " + token).get(path);
  }

  Response put(String path) {
    return given().header("Authorization", "Bearer " + token).put(path);
  }

  JsonPath page(String query) {
    return get(PATH + query).then().statusCode(200).extract().jsonPath();
  }

  /** All that is there, oldest first. */
  List<Seen> list() {
    JsonPath page = page("?limit=100");
    List<String> kinds = page.getList("items.kind");
    List<String> titles = page.getList("items.title");
    return IntStream.range(0, kinds.size())
        .mapToObj(i -> new Seen(kinds.get(i), titles.get(i)))
        .toList()
        .reversed();
  }

  List<String> ids() {
    return page("?limit=100").getList("items.id");
  }

  int unread() {
    return get(PATH + "/unread-count").then().statusCode(200).extract().jsonPath().getInt("count");
  }

  /** Waits until so many have come. */
  List<Seen> awaits(int number) {
    return Eventually.value(
        SOON, number + " notifications of " + id, this::list, list -> list.size() >= number);
  }

  /** Waits until one of this kind has come. */
  List<Seen> awaits(String kind) {
    return Eventually.value(
        SOON,
        kind + " of " + id,
        this::list,
        list -> list.stream().anyMatch(seen -> seen.kind().equals(kind)));
  }
}
