package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.Api.AGENTS;
import static dev.handrail.agent.adapter.rest.Api.ME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.Accounts;
import dev.handrail.agent.adapter.rest.Api.Person;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What who manages agents does with accounts, and what agents do with their own. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AccountRoutesTest {

  @Inject Accounts accounts;
  @Inject Sql sql;

  private final Person admin = Api.admin();

  @Test
  void approving_answers_with_the_account() {
    String id = pending();
    Response answer =
        admin.post(
            path(id) + "/approval",
            Map.of("apps", List.of("bookings"), "permissions", List.of("view_analytics")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo("\"v2\"");
    JsonPath account = answer.jsonPath();
    assertThat(account.getString("status")).isEqualTo("approved");
    assertThat(account.getList("apps")).containsExactly("bookings");
    assertThat(account.getList("granted")).containsExactly("view_analytics");
    assertThat(account.getList("permissions")).contains("view_analytics", "view_tickets");
  }

  @Test
  void approving_without_a_body_gives_the_apps_of_the_admin() {
    String id = pending();
    JsonPath account =
        Api.admin(Api.unique("admin"), "rides", "desk")
            .calls()
            .post(path(id) + "/approval")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(account.getList("apps")).containsExactly("desk", "rides");
  }

  @Test
  void an_illegal_move_names_the_state_and_the_legal_ones() {
    String id = id(AccountStatus.SUSPENDED);
    Response refused = admin.post(path(id) + "/approval", Map.of());
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.jsonPath().getString("type")).isEqualTo("/problems/illegal-move");
    assertThat(refused.jsonPath().getString("detail")).contains("suspended");
    assertThat(refused.jsonPath().getList("allowed")).containsExactly("reinstatement");

    assertThat(admin.post(path(pending()) + "/suspension", Map.of("reason", "x")).statusCode())
        .isEqualTo(409);
    assertThat(
            admin
                .post(path(id(AccountStatus.APPROVED)) + "/rejection", Map.of("reason", "x"))
                .statusCode())
        .isEqualTo(409);
    assertThat(admin.calls().post(path(pending()) + "/reinstatement").statusCode()).isEqualTo(409);
  }

  @Test
  void rejecting_and_suspending_take_a_reason() {
    String id = pending();
    for (String body : List.of("{}", "{\"reason\": \" \"}", "{\"reason\": null}")) {
      Response refused = admin.post(path(id) + "/rejection", body);
      assertThat(refused.statusCode()).as(body).isEqualTo(400);
      assertThat(refused.jsonPath().getList("errors.field")).containsExactly("reason");
    }
    JsonPath rejected =
        admin.post(path(id) + "/rejection", Map.of("reason", "Unknown here.")).jsonPath();
    assertThat(rejected.getString("status")).isEqualTo("rejected");
    assertThat(rejected.getString("statusReason")).isEqualTo("Unknown here.");
  }

  @Test
  void a_suspension_and_what_changes_rights_void_tokens() {
    String id = id(AccountStatus.APPROVED);
    assertThat(accessVersion(id)).isEqualTo(1);
    admin
        .put(path(id) + "/permissions", Map.of("grant", List.of("manage_faq")))
        .then()
        .statusCode(200);
    admin.put(path(id) + "/apps", Map.of("apps", List.of("rides"))).then().statusCode(200);
    admin.patch(path(id), Map.of("department", "billing")).then().statusCode(200);
    admin.post(path(id) + "/suspension", Map.of("reason", "left")).then().statusCode(200);
    admin.calls().body("{}").post(path(id) + "/reinstatement").then().statusCode(200);
    assertThat(accessVersion(id)).isEqualTo(6);

    admin.put(path(id) + "/capacity", Map.of("max", 9)).then().statusCode(200);
    admin.patch(path(id), Map.of("phoneNumber", "+1 555 0100")).then().statusCode(200);
    assertThat(accessVersion(id)).isEqualTo(6);
  }

  @Test
  void permissions_replace_each_other() {
    String id = id(AccountStatus.APPROVED);
    admin
        .put(
            path(id) + "/permissions",
            Map.of("grant", List.of("manage_faq"), "revoke", List.of("close_tickets")))
        .then()
        .statusCode(200);
    JsonPath account =
        admin.put(path(id) + "/permissions", Map.of("grant", List.of("view_analytics"))).jsonPath();
    assertThat(account.getList("granted")).containsExactly("view_analytics");
    assertThat(account.getList("revoked")).isEmpty();

    Response unknown = admin.put(path(id) + "/permissions", Map.of("grant", List.of("root")));
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.jsonPath().getList("errors.field")).containsExactly("grant");
  }

  @Test
  void who_may_manage_agents_gives_no_more_than_it_has() {
    Person manager = Api.manager(Api.unique("manager"));
    String id = id(AccountStatus.APPROVED);
    assertThat(
            manager
                .put(path(id) + "/permissions", Map.of("grant", List.of("manage_settings")))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            manager
                .put(path(id) + "/permissions", Map.of("grant", List.of("manage_agents")))
                .statusCode())
        .isEqualTo(200);
    Person ofRides = Api.admin(Api.unique("admin"), "rides");
    assertThat(ofRides.put(path(id) + "/apps", Map.of("apps", List.of("rides"))).statusCode())
        .isEqualTo(403);
    assertThat(
            ofRides.post(path(pending()) + "/approval", Map.of("apps", List.of("*"))).statusCode())
        .isEqualTo(403);
  }

  @Test
  void shifts_come_back_as_they_were_set() {
    String id = id(AccountStatus.APPROVED);
    Map<String, Object> shifts =
        Map.of(
            "timeZone",
            "Europe/Berlin",
            "week",
            Map.of(
                "monday",
                List.of(
                    Map.of("from", "09:00", "to", "12:30"), Map.of("from", "13:00", "to", "17:00")),
                "friday",
                List.of(Map.of("from", "22:00", "to", "00:00"))));
    admin.put(path(id) + "/shifts", shifts).then().statusCode(200);

    JsonPath account = admin.reads(path(id));
    assertThat(account.getString("shifts.timeZone")).isEqualTo("Europe/Berlin");
    assertThat(account.getString("shifts.week.monday[1].from")).isEqualTo("13:00");
    assertThat(account.getString("shifts.week.friday[0].to")).isEqualTo("24:00");

    // None at all is as good.
    admin
        .put(path(id) + "/shifts", Map.of("timeZone", "UTC", "week", Map.of()))
        .then()
        .statusCode(200);
    assertThat(admin.reads(path(id)).getMap("shifts.week")).isEmpty();
  }

  @Test
  void wrong_shifts_are_named() {
    String id = id(AccountStatus.APPROVED);
    Map<String, String> wrong = new HashMap<>();
    wrong.put("{\"timeZone\": \"+02:00\", \"week\": {}}", "timeZone");
    wrong.put("{\"timeZone\": \"Mars/Phobos\", \"week\": {}}", "timeZone");
    wrong.put("{\"week\": {}}", "timeZone");
    wrong.put("{\"timeZone\": \"UTC\"}", "week");
    wrong.put("{\"timeZone\": \"UTC\", \"week\": {\"funday\": []}}", "week");
    wrong.put("{\"timeZone\": \"UTC\", \"week\": {\"monday\": null}}", "week.monday");
    wrong.put("{\"timeZone\": \"UTC\", \"week\": {\"monday\": [null]}}", "week.monday");
    wrong.put("{\"timeZone\": \"UTC\", \"week\": {\"monday\": [{}]}}", "week.monday");
    for (String[] shift :
        new String[][] {
          {"17:00", "09:00"},
          {"09:00", "09:00"},
          {"9:00", "17:00"},
          {"09:00", "25:00"},
          {"24:00", "24:00"},
          {"09:00:30", "17:00"}
        }) {
      wrong.put(
          "{\"timeZone\": \"UTC\", \"week\": {\"monday\": [{\"from\": \"%s\", \"to\": \"%s\"}]}}"
              .formatted(shift[0], shift[1]),
          "week.monday");
    }
    wrong.put(
        "{\"timeZone\": \"UTC\", \"week\": {\"monday\": [{\"from\": \"09:00\", \"to\": \"12:00\"},"
            + " {\"from\": \"11:59\", \"to\": \"13:00\"}]}}",
        "week.monday");
    wrong.forEach(
        (body, field) -> {
          Response refused = admin.put(path(id) + "/shifts", body);
          assertThat(refused.statusCode()).as(body).isEqualTo(400);
          assertThat(refused.jsonPath().getList("errors.field", String.class))
              .as(body)
              .contains(field);
        });
    assertThat(admin.reads(path(id)).getInt("version")).isEqualTo(2);
  }

  @Test
  void an_agent_reads_and_changes_its_own_profile() {
    String id = id(AccountStatus.APPROVED);
    Person ada = Api.agent(id);
    assertThat(ada.reads(ME).getString("email")).isEqualTo(id + "@support.example");

    Response changed =
        ada.patch(
            ME,
            "{\"lastName\": \"King\", \"languages\": [\"fr\"], \"avatarUrl\": null,"
                + " \"phoneNumber\": \"+1 555 0100\"}");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.jsonPath().getString("name")).isEqualTo("Ada King");
    assertThat(changed.jsonPath().getString("avatarUrl")).isNull();
    assertThat(changed.jsonPath().getList("languages")).containsExactly("fr");
    assertThat(changed.jsonPath().getList("specializations")).containsExactly("payment");
  }

  @Test
  void an_agent_cannot_promote_itself() {
    Person ada = Api.agent(id(AccountStatus.APPROVED));
    JsonPath before = ada.reads(ME);
    for (String field :
        List.of(
            "role",
            "status",
            "permissions",
            "granted",
            "apps",
            "capacity",
            "department",
            "employeeId",
            "email",
            "password",
            "shifts",
            "id",
            "version",
            "availability")) {
      Response refused = ada.patch(ME, Map.of(field, "admin"));
      assertThat(refused.statusCode()).as(field).isEqualTo(400);
      assertThat(refused.jsonPath().getList("errors.field")).containsExactly(field);
    }
    assertThat(ada.reads(ME).getMap("")).isEqualTo(before.getMap(""));
  }

  @Test
  void a_stale_change_is_refused() {
    String id = id(AccountStatus.APPROVED);
    admin
        .calls()
        .header("If-Match", "\"v1\"")
        .body(Map.of("max", 7))
        .put(path(id) + "/capacity")
        .then()
        .statusCode(412);
    admin
        .calls()
        .header("If-Match", "\"v2\"")
        .body(Map.of("max", 7))
        .put(path(id) + "/capacity")
        .then()
        .statusCode(200);
    Api.agent(id)
        .calls()
        .header("If-Match", "\"v2\"")
        .body(Map.of("lastName", "King"))
        .patch(ME)
        .then()
        .statusCode(412);
  }

  @Test
  void of_opposite_decisions_at_once_one_is_taken() throws Exception {
    for (int round = 0; round < 5; round++) {
      String id = pending();
      List<Callable<Integer>> calls =
          IntStream.range(0, 8)
              .<Callable<Integer>>mapToObj(
                  i ->
                      () ->
                          i % 2 == 0
                              ? admin.post(path(id) + "/approval", "{}").statusCode()
                              : admin
                                  .post(path(id) + "/rejection", Map.of("reason", "no"))
                                  .statusCode())
              .toList();
      List<Integer> answers = new ArrayList<>();
      try (var threads = Executors.newFixedThreadPool(8)) {
        for (Future<Integer> status : threads.invokeAll(calls)) {
          answers.add(status.get());
        }
      }
      // A rejection may come first, after which an approval is legal; never the other way round.
      int taken = Collections.frequency(answers, 200);
      assertThat(answers).containsOnly(200, 409);
      assertThat(taken).isBetween(1, 2);
      JsonPath account = admin.reads(path(id));
      assertThat(account.getInt("version")).isEqualTo(1 + taken);
      assertThat(account.getString("status")).isEqualTo("approved");
      assertThat(
              sql.list(
                  "SELECT version FROM agent_history WHERE agent_id = ? ORDER BY version",
                  row -> row.longValue("version"),
                  UUID.fromString(id)))
          .hasSize(1 + taken);
    }
  }

  @Test
  void lists_are_paged_to_their_end_without_doubles() {
    for (int i = 0; i < 5; i++) {
      pending();
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page =
          admin.reads(
              AGENTS + "?status=pending&limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
      seen.addAll(page.getList("items.id"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);
    assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(5);
    assertThat(seen).isSortedAccordingTo(Collections.reverseOrder());
  }

  @Test
  void a_cursor_is_good_for_its_caller_and_query_only() {
    pending();
    pending();
    String cursor = admin.reads(AGENTS + "?status=pending&limit=1").getString("nextCursor");
    assertThat(admin.get(AGENTS + "?status=approved&limit=1&cursor=" + cursor).statusCode())
        .isEqualTo(400);
    assertThat(Api.admin().get(AGENTS + "?status=pending&limit=1&cursor=" + cursor).statusCode())
        .isEqualTo(400);
    assertThat(admin.get(AGENTS + "?status=asleep").statusCode()).isEqualTo(400);
    assertThat(admin.get(AGENTS + "?limit=0").statusCode()).isEqualTo(400);
    assertThat(admin.get(AGENTS + "?unknown=1").statusCode()).isEqualTo(400);
  }

  @Test
  void agents_see_a_summary_of_approved_colleagues_and_no_others() {
    String approved = id(AccountStatus.APPROVED);
    String pending = pending();
    Person colleague = Api.agent(id(AccountStatus.APPROVED));

    Map<String, Object> summary = colleague.reads(path(approved)).getMap("");
    assertThat(summary)
        .containsOnlyKeys("id", "name", "department", "availability")
        .containsEntry("name", "Ada Lovelace");
    JsonPath page = colleague.reads(AGENTS + "?limit=100");
    assertThat(page.getList("items.id")).contains(approved).doesNotContain(pending);
    assertThat(page.<Map<String, Object>>getList("items"))
        .allSatisfy(
            row -> assertThat(row).containsOnlyKeys("id", "name", "department", "availability"));
    assertThat(colleague.reads(AGENTS + "?status=pending").getList("items")).isEmpty();
    for (AccountStatus hidden :
        List.of(AccountStatus.PENDING, AccountStatus.REJECTED, AccountStatus.SUSPENDED)) {
      assertThat(colleague.get(path(id(hidden))).statusCode()).as(hidden.wire()).isEqualTo(404);
    }
  }

  @Test
  void the_history_keeps_who_did_what_and_why() {
    String id = pending();
    admin.post(path(id) + "/approval", "{}");
    admin.post(path(id) + "/suspension", Map.of("reason", "Left us."));
    List<String> lines =
        sql.list(
            "SELECT action || ' ' || actor_kind || ' ' || coalesce(reason, '-') AS line"
                + " FROM agent_history WHERE agent_id = ? ORDER BY version",
            row -> row.string("line"),
            UUID.fromString(id));
    assertThat(lines)
        .containsExactly(
            "agent_registered support_agent -",
            "agent_approved admin -",
            "agent_suspended admin Left us.");
  }

  private String pending() {
    return id(AccountStatus.PENDING);
  }

  private String id(AccountStatus status) {
    return accounts.in(status).toString();
  }

  private static String path(String id) {
    return AGENTS + "/" + id;
  }

  private long accessVersion(String id) {
    return sql.first(
            "SELECT access_version FROM agent WHERE id = ?",
            row -> row.longValue("access_version"),
            UUID.fromString(id))
        .orElseThrow();
  }
}
