package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import dev.handrail.ticket.application.KeepPromises;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SLA policies and calendars, and what they do to tickets. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class SlaRoutesTest {
  private static final Person ADMIN = Api.admin("*");

  @Inject KeepPromises promises;
  @Inject Sql sql;

  /** Other tests' tickets are of long ago, and some were tampered with. */
  @BeforeEach
  void only_its_own_timers_count() {
    sql.update("DELETE FROM sla_timer");
  }

  @AfterEach
  void takes_its_rules_away() {
    ADMIN
        .get(Api.SLA_POLICIES + "?app=rides&limit=100")
        .jsonPath()
        .<String>getList("items.key")
        .stream()
        .forEach(
            key ->
                ADMIN.delete(Api.SLA_POLICIES + "/" + key + "?app=rides").then().statusCode(204));
  }

  private static Map<String, Object> policy(String key, String response, String resolution) {
    Map<String, Object> targets = Map.of("firstResponse", response, "resolution", resolution);
    return Map.of(
        "key",
        key,
        "app",
        "rides",
        "targets",
        Map.of("low", targets, "medium", targets, "high", targets, "urgent", targets));
  }

  private void retarget() {
    while (promises.retarget(50) > 0) {
      // Batch after batch, as the timer does.
    }
  }

  private void raiseAlarms() {
    while (promises.raiseAlarms(50) > 0) {
      // Batch after batch, as the timer does.
    }
  }

  private static Duration responseTime(JsonPath ticket) {
    return Duration.between(
        Instant.parse(ticket.getString("createdAt")),
        Instant.parse(ticket.getString("sla.firstResponse.dueAt")));
  }

  @Test
  void a_policy_is_made_changed_and_removed_and_the_targets_of_open_tickets_follow() {
    Person customer = Api.customer("rides");
    String before = customer.opens();
    Duration byDefault = responseTime(ADMIN.reads(before));

    ADMIN
        .post(Api.SLA_POLICIES, policy("all_rides", "PT5M", "PT50M"))
        .then()
        .statusCode(201)
        .header("Location", Api.SLA_POLICIES + "/all_rides?app=rides")
        .header("ETag", "\"v1\"")
        .body("calendar", equalTo("always"))
        .body("atRiskPercent", equalTo(75))
        .body("targets.high.firstResponse", equalTo("PT5M"));
    ADMIN.post(Api.SLA_POLICIES, policy("all_rides", "PT5M", "PT50M")).then().statusCode(409);

    String after = customer.opens();
    assertThat(responseTime(ADMIN.reads(after))).isEqualTo(Duration.ofMinutes(5));
    assertThat(responseTime(ADMIN.reads(before))).isEqualTo(byDefault);
    retarget();
    assertThat(responseTime(ADMIN.reads(before))).isEqualTo(Duration.ofMinutes(5));

    ADMIN
        .calls()
        .header("If-Match", "\"v7\"")
        .body(Map.of("atRiskPercent", 50))
        .patch(Api.SLA_POLICIES + "/all_rides?app=rides")
        .then()
        .statusCode(412);
    ADMIN
        .patch(
            Api.SLA_POLICIES + "/all_rides?app=rides",
            Map.of("match", Map.of("category", List.of("ride_issue"))))
        .then()
        .statusCode(200)
        .body("match.category", contains("ride_issue"))
        .body("version", equalTo(2));
    ADMIN
        .get(Api.SLA_POLICIES + "/all_rides?app=rides")
        .then()
        .statusCode(200)
        .body("version", equalTo(2));
    ADMIN.delete(Api.SLA_POLICIES + "/all_rides?app=rides").then().statusCode(204);
    ADMIN.get(Api.SLA_POLICIES + "/all_rides?app=rides").then().statusCode(404);
    retarget();
    assertThat(responseTime(ADMIN.reads(before))).isEqualTo(byDefault);
    assertThat(responseTime(ADMIN.reads(after))).isEqualTo(byDefault);
    JsonPath account = ADMIN.get(Api.TICKETS + "/" + before + "/sla").jsonPath();
    assertThat(account.<String>getList("ledger.event"))
        .containsExactly("started", "targets_set", "targets_set");
    assertThat(account.getString("policy.key")).isEqualTo("default");
  }

  @Test
  void a_ticket_goes_at_risk_and_breaches_and_its_account_says_why() {
    ADMIN.post(Api.SLA_POLICIES, policy("in_seconds", "PT1S", "PT2S")).then().statusCode(201);
    String ticket = Api.customer("rides").opens();

    Eventually.value(
        Duration.ofSeconds(10),
        "the account of the clocks",
        () -> {
          raiseAlarms();
          return ADMIN
              .get(Api.TICKETS + "/" + ticket + "/sla")
              .jsonPath()
              .<String>getList("ledger.event");
        },
        List.of("started", "at_risk", "breached", "at_risk", "breached")::equals);

    ADMIN
        .get(Api.TICKETS + "/" + ticket + "/sla")
        .then()
        .statusCode(200)
        .body("policy.key", equalTo("in_seconds"))
        .body("calendar.key", equalTo("always"))
        .body("targets.kind", contains("first_response", "resolution"))
        .body("targets.state", contains("breached", "breached"))
        .body("targets[0].target", equalTo("PT1S"))
        .body("ledger[0].remaining", equalTo("PT2S"))
        .body("ledger[2].target", equalTo("first_response"))
        .body("ledger[2].remaining", equalTo("PT0S"))
        .body(
            "explanation[0]",
            equalTo(
                "First response: 1 s of the time of calendar always"
                    + " (version 1, Z) by policy in_seconds (version 1)."));
    assertThat(
            ADMIN
                .get(Api.TICKETS + "?app=rides&slaState=breached&limit=100")
                .jsonPath()
                .<String>getList("items.id"))
        .contains(ticket);
    assertThat(
            ADMIN
                .get(Api.TICKETS + "/" + ticket + "/history")
                .jsonPath()
                .<String>getList("items.action"))
        .contains("sla_breached", "ticket_created");
  }

  @Test
  void time_is_counted_by_the_calendar_of_the_policy() {
    String key =
        "k" + Api.unique("office").toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    Map<String, Object> day = Map.of("from", "09:00", "to", "12:30");
    ADMIN
        .post(
            Api.CALENDARS,
            Map.of(
                "key",
                key,
                "timeZone",
                "Asia/Kolkata",
                "week",
                Map.of("monday", List.of(day, Map.of("from", "13:00", "to", "24:00"))),
                "holidays",
                List.of("2026-12-28")))
        .then()
        .statusCode(201)
        .body("week.monday[0].to", equalTo("12:30"))
        .body("week.monday[1].to", equalTo("24:00"))
        .body("holidays", contains("2026-12-28"));
    ADMIN.get(Api.CALENDARS + "?limit=100").then().statusCode(200).body("items.key", hasItem(key));
    Map<String, Object> policy = new java.util.HashMap<>(policy("by_office", "PT1H", "PT2H"));
    policy.put("calendar", key);
    ADMIN.post(Api.SLA_POLICIES, policy).then().statusCode(201);

    String ticket = Api.customer("rides").opens();
    Instant due = Instant.parse(ADMIN.reads(ticket).getString("sla.firstResponse.dueAt"));
    assertThat(due.atZone(java.time.ZoneId.of("Asia/Kolkata")).getDayOfWeek())
        .isEqualTo(java.time.DayOfWeek.MONDAY);

    ADMIN.delete(Api.CALENDARS + "/" + key).then().statusCode(409);
    ADMIN
        .patch(Api.CALENDARS + "/" + key, Map.of("week", Map.of("tuesday", List.of(day))))
        .then()
        .statusCode(200)
        .body("version", equalTo(2));
    assertThat(Instant.parse(ADMIN.reads(ticket).getString("sla.firstResponse.dueAt")))
        .as("by the version that it was set by")
        .isEqualTo(due);
    retarget();
    Instant moved = Instant.parse(ADMIN.reads(ticket).getString("sla.firstResponse.dueAt"));
    assertThat(moved.atZone(java.time.ZoneId.of("Asia/Kolkata")).getDayOfWeek())
        .isEqualTo(java.time.DayOfWeek.TUESDAY);
    ADMIN.delete(Api.SLA_POLICIES + "/by_office?app=rides").then().statusCode(204);
    ADMIN.delete(Api.CALENDARS + "/" + key).then().statusCode(204);
    ADMIN.get(Api.CALENDARS + "/" + key).then().statusCode(404);
  }

  @Test
  void what_is_wrong_is_named() {
    Map<String, Object> bad = new java.util.HashMap<>(policy("Bad Key", "PT0S", "PT1.5S"));
    ADMIN.post(Api.SLA_POLICIES, bad).then().statusCode(400).body("errors.field", hasItem("key"));
    bad.put("key", "fine");
    bad.put("calendar", "no_such_calendar");
    ADMIN
        .post(Api.SLA_POLICIES, bad)
        .then()
        .statusCode(400)
        .body("errors.field", hasItem("targets.low.firstResponse"));
    Map<String, Object> unknown = new java.util.HashMap<>(policy("fine", "PT1S", "PT1S"));
    unknown.put("calendar", "no_such_calendar");
    ADMIN
        .post(Api.SLA_POLICIES, unknown)
        .then()
        .statusCode(400)
        .body("errors.field", contains("calendar"));
    unknown.put("targets", Map.of("sometimes", Map.of()));
    ADMIN
        .post(Api.SLA_POLICIES, unknown)
        .then()
        .statusCode(400)
        .body("errors.field", contains("targets"));
    for (Map<String, Object> calendar :
        List.<Map<String, Object>>of(
            Map.of("key", "c", "timeZone", "+01:00", "week", Map.of()),
            Map.of("key", "c", "timeZone", "Mars/Olympus", "week", Map.of()),
            Map.of("key", "always", "timeZone", "UTC", "week", Map.of()),
            Map.of("key", "c", "timeZone", "UTC", "week", Map.of()),
            Map.of("key", "c", "timeZone", "UTC", "week", Map.of("someday", List.of())),
            Map.of(
                "key",
                "c",
                "timeZone",
                "UTC",
                "week",
                Map.of("monday", List.of(Map.of("from", "9", "to", "10:00")))),
            Map.of(
                "key",
                "c",
                "timeZone",
                "UTC",
                "week",
                Map.of("monday", List.of(Map.of("from", "11:00", "to", "10:00")))))) {
      ADMIN.post(Api.CALENDARS, calendar).then().statusCode(400);
    }
  }

  @Test
  void only_admins_of_every_app_change_calendars_and_a_policy_of_another_app_is_not_there() {
    Person admin = Api.admin("desk");
    admin
        .post(Api.CALENDARS, Map.of("key", "c", "timeZone", "UTC", "week", Map.of()))
        .then()
        .statusCode(400);
    admin
        .post(
            Api.CALENDARS,
            Map.of(
                "key",
                "c",
                "timeZone",
                "UTC",
                "week",
                Map.of("monday", List.of(Map.of("from", "09:00", "to", "10:00")))))
        .then()
        .statusCode(403);
    admin.post(Api.SLA_POLICIES, policy("p", "PT1S", "PT1S")).then().statusCode(404);
    admin.get(Api.SLA_POLICIES + "?app=rides").then().statusCode(404);
    Api.agent("rides").post(Api.SLA_POLICIES, policy("p", "PT1S", "PT1S")).then().statusCode(403);
    Api.customer("rides").get(Api.SLA_POLICIES).then().statusCode(403);
    Person agent = Api.agent("rides");
    agent.get(Api.SLA_POLICIES + "?app=rides").then().statusCode(200);
    agent.get(Api.CALENDARS).then().statusCode(200);
  }
}
