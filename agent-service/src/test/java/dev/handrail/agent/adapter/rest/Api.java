package dev.handrail.agent.adapter.rest;

import static io.restassured.RestAssured.given;

import dev.handrail.kit.testing.TestIssuer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** How tests call the service: people with tokens, and the few requests that every test makes. */
final class Api {

  static final String AGENTS = "/api/v1/agents";
  static final String ME = AGENTS + "/me";
  static final String DEPARTMENTS = "/api/v1/departments";
  static final String TEAMS = "/api/v1/teams";
  static final String PASSWORD = "a long walk home at dusk";

  private Api() {}

  /** Someone with a token. */
  record Person(String id, String token) {

    RequestSpecification calls() {
      return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    Response get(String path, Object... params) {
      return calls().get(path, params);
    }

    Response post(String path, Object body) {
      return calls().body(body).post(path);
    }

    Response put(String path, Object body) {
      return calls().body(body).put(path);
    }

    Response patch(String path, Object body) {
      return calls().body(body).patch(path);
    }

    Response delete(String path) {
      return calls().delete(path);
    }

    JsonPath reads(String path) {
      return get(path).then().statusCode(200).extract().jsonPath();
    }
  }

  static RequestSpecification anyone() {
    return given().contentType(ContentType.JSON);
  }

  static Person admin() {
    return admin(unique("admin"), "*");
  }

  static Person admin(String id, String... apps) {
    return new Person(
        id, TestIssuer.shared().token("admin", id).apps(apps).name("Root " + id).sign());
  }

  /** An agent by its account's id, or by any other id an agent of the platform's own issuer. */
  static Person agent(String id) {
    return new Person(
        id, TestIssuer.shared().token("support_agent", id).apps("*").name("Ada " + id).sign());
  }

  /** An agent who may manage agents. */
  static Person manager(String id) {
    return new Person(
        id,
        TestIssuer.shared()
            .token("support_agent", id)
            .apps("*")
            .name("Mia " + id)
            .permissions("view_tickets", "manage_agents")
            .sign());
  }

  static Person customer() {
    String id = unique("customer");
    return new Person(id, TestIssuer.shared().token("customer", id).app("bookings").sign());
  }

  static Person service() {
    String id = unique("service");
    return new Person(
        id, TestIssuer.shared().token("service", id).app("bookings").apps("bookings").sign());
  }

  /** A registration that is good in every field. */
  static Map<String, Object> registration(String email) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("firstName", "Ada");
    body.put("lastName", "Lovelace");
    body.put("email", email);
    body.put("password", PASSWORD);
    body.put("department", "technical");
    return body;
  }

  /** Registers a new address and gives the account's id. */
  static String registers(String email) {
    anyone().body(registration(email)).post(AGENTS).then().statusCode(202);
    return admin()
        .reads(AGENTS + "?status=pending&limit=100")
        .getString("items.find { it.email == '" + email + "' }.id");
  }

  static String email() {
    return unique("ada") + "@support.example";
  }

  static String unique(String what) {
    return what + "-" + UUID.randomUUID();
  }

  /** A key that no test has had before. */
  static String key() {
    return "key_" + UUID.randomUUID().toString().replace('-', '_');
  }
}
