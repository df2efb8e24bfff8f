package dev.handrail.ticket.adapter.rest;

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

  static final String TICKETS = "/api/v1/tickets";
  static final String CATEGORIES = "/api/v1/categories";
  static final String SLA_POLICIES = "/api/v1/sla-policies";
  static final String CALENDARS = "/api/v1/business-calendars";
  static final String APPS = "/api/v1/apps";
  static final String CUSTOM_FIELDS = "/api/v1/custom-fields";

  private Api() {}

  /** Someone with a token. */
  record Person(String id, String app, String token) {

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

    /** Opens a ticket of the person's app and gives it as JSON. */
    JsonPath opens(Map<String, Object> fields) {
      Map<String, Object> body = newTicket(app);
      body.putAll(fields);
      return post(TICKETS, body).then().statusCode(201).extract().jsonPath();
    }

    String opens() {
      return opens(Map.of()).getString("id");
    }

    JsonPath reads(String ticket) {
      return get(TICKETS + "/" + ticket).then().statusCode(200).extract().jsonPath();
    }

    JsonPath says(String ticket, String text) {
      return post(TICKETS + "/" + ticket + "/messages", Map.of("text", text))
          .then()
          .statusCode(201)
          .extract()
          .jsonPath();
    }

    JsonPath notes(String ticket, String text) {
      return post(
              TICKETS + "/" + ticket + "/messages", Map.of("text", text, "visibility", "internal"))
          .then()
          .statusCode(201)
          .extract()
          .jsonPath();
    }

    void picks(String ticket) {
      put(TICKETS + "/" + ticket + "/assignee", Map.of("agentId", "me")).then().statusCode(200);
    }

    void moves(String ticket, String status) {
      put(TICKETS + "/" + ticket + "/status", Map.of("status", status)).then().statusCode(200);
    }

    void resolves(String ticket) {
      post(
              TICKETS + "/" + ticket + "/resolution",
              Map.of("type", "solved", "summary", "It works again."))
          .then()
          .statusCode(200);
    }
  }

  static Person customer(String app) {
    return customer(app, unique("customer"));
  }

  static Person customer(String app, String id) {
    return new Person(
        id, app, TestIssuer.shared().token("customer", id).app(app).name("Cora " + id).sign());
  }

  /** An agent of one app, in every department. */
  static Person agent(String app) {
    String id = unique("agent");
    return new Person(
        id,
        app,
        TestIssuer.shared().token("support_agent", id).app(app).apps(app).name("Ada " + id).sign());
  }

  static Person agent(String app, String department) {
    String id = unique("agent");
    return new Person(
        id,
        app,
        TestIssuer.shared()
            .token("support_agent", id)
            .app(app)
            .apps(app)
            .department(department)
            .name("Ada " + id)
            .sign());
  }

  /** An admin of one app, or of all by {@code *}. */
  static Person admin(String app) {
    String id = unique("admin");
    var token = TestIssuer.shared().token("admin", id).apps(app).name("Root " + id);
    return new Person(
        id,
        app.equals("*") ? "bookings" : app,
        token.app(app.equals("*") ? "bookings" : app).sign());
  }

  static Person service(String app) {
    String id = unique("service");
    return new Person(id, app, TestIssuer.shared().token("service", id).app(app).apps(app).sign());
  }

  /** What a ticket of a shipped app needs. */
  static Map<String, Object> newTicket(String app) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("subject", "Charged twice");
    body.put("description", "My card was charged twice.");
    body.put(
        "category",
        switch (app) {
          case "rides" -> "ride_issue";
          case "deliveries" -> "delivery_late";
          default -> "technical";
        });
    return body;
  }

  static String unique(String what) {
    return what + "-" + UUID.randomUUID();
  }
}
