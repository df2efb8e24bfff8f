package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.Api.AGENTS;
import static dev.handrail.agent.adapter.rest.Api.DEPARTMENTS;
import static dev.handrail.agent.adapter.rest.Api.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.Accounts;
import dev.handrail.agent.adapter.rest.Api.Person;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: the right problem, never a 500, nothing stored. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class HostileInputTest {

  private static final String GOOD =
      "\"firstName\": \"Ada\", \"lastName\": \"Lovelace\", \"email\": \"hostile@support.example\","
          + " \"password\": \"a long walk home at dusk\", \"department\": \"technical\"";

  @Inject Accounts accounts;

  private final Person admin = Api.admin();
  private String agent;
  private long stored;

  @BeforeEach
  void count() {
    agent = accounts.in(AccountStatus.APPROVED).toString();
    stored = accounts.footprints();
  }

  @AfterEach
  void nothing_was_stored() {
    assertThat(accounts.footprints()).isEqualTo(stored);
  }

  static Stream<Arguments> badRegistrations() {
    return Stream.of(
        Arguments.of("{", "body"),
        Arguments.of("", "body"),
        Arguments.of("null", "body"),
        Arguments.of("[]", "body"),
        Arguments.of("\"text\"", "body"),
        Arguments.of("{" + GOOD + "} {}", "body"),
        Arguments.of("{" + GOOD + ", \"email\": \"twice@support.example\"}", "body"),
        Arguments.of("{}", "email"),
        Arguments.of("{" + GOOD + ", \"role\": \"admin\"}", "role"),
        Arguments.of("{" + GOOD + ", \"status\": \"approved\"}", "status"),
        Arguments.of("{" + GOOD + ", \"apps\": [\"*\"]}", "apps"),
        Arguments.of("{" + GOOD + ", \"permissions\": [\"manage_agents\"]}", "permissions"),
        Arguments.of("{" + GOOD + ", \"capacity\": 100}", "capacity"),
        Arguments.of("{" + GOOD + ", \"id\": \"x\"}", "id"),
        Arguments.of("{" + GOOD + ", \"specializations\": \"one\"}", "specializations"),
        Arguments.of("{" + GOOD + ", \"specializations\": [null]}", "specializations"),
        Arguments.of("{" + GOOD + ", \"specializations\": [1]}", "specializations[0]"),
        Arguments.of("{" + GOOD + ", \"specializations\": [\"A b\"]}", "specializations"),
        Arguments.of("{" + GOOD + ", \"languages\": [\"!\"]}", "languages"),
        Arguments.of("{" + GOOD + ", \"languages\": [null]}", "languages"),
        Arguments.of("{" + GOOD + ", \"phoneNumber\": \"call me\"}", "phoneNumber"),
        Arguments.of("{" + GOOD + ", \"phoneNumber\": \"\"}", "phoneNumber"),
        Arguments.of("{" + GOOD + ", \"avatarUrl\": \"javascript:alert(1)\"}", "avatarUrl"),
        Arguments.of("{" + GOOD + ", \"employeeId\": \"a\\nb\"}", "employeeId"),
        Arguments.of("{" + GOOD.replace("technical", "sales") + "}", "department"),
        Arguments.of(
            "{" + GOOD.replace("technical", "'; DROP TABLE agent; --") + "}", "department"),
        Arguments.of("{" + GOOD.replace("\"Ada\"", "1") + "}", "firstName"),
        Arguments.of("{" + GOOD.replace("\"Ada\"", "[\"Ada\"]") + "}", "firstName"),
        Arguments.of("{" + GOOD.replace("Ada", " ") + "}", "firstName"),
        Arguments.of("{" + GOOD.replace("Ada", "A\\u0000") + "}", "firstName"),
        Arguments.of("{" + GOOD.replace("Ada", "A\\ud800") + "}", "firstName"),
        Arguments.of("{" + GOOD.replace("Ada", "A\\u202Eb") + "}", "firstName"),
        Arguments.of("{" + GOOD.replace("hostile@support.example", "no address") + "}", "email"),
        Arguments.of(
            "{" + GOOD.replace("support.example", "support.example\\r\\nBcc: e@v.il") + "}",
            "email"),
        Arguments.of(
            "{" + GOOD.replace("a long walk home at dusk", "a\\u0000long walk") + "}", "password"));
  }

  @ParameterizedTest
  @MethodSource("badRegistrations")
  void a_bad_registration_is_a_400_that_names_the_field(String body, String field) {
    refused(Api.anyone().body(body).post(AGENTS), field, body);
  }

  @Test
  void all_wrong_fields_are_named_and_no_value_comes_back() {
    Response answer =
        Api.anyone()
            .body(
                "{\"firstName\": \"\", \"lastName\": \"<script>\", \"email\": \"<b>\","
                    + " \"password\": \"hunter2\", \"department\": \"x\"}")
            .post(AGENTS);
    assertThat(answer.jsonPath().getList("errors.field"))
        .containsExactlyInAnyOrder("firstName", "email", "password", "department");
    assertThat(answer.asString()).doesNotContain("hunter2", "<script>", "<b>");
  }

  static Stream<Arguments> badChanges() {
    String path = AGENTS + "/{id}";
    return Stream.of(
        Arguments.of("POST", path + "/approval", "null", "body"),
        Arguments.of("POST", path + "/approval", "[]", "body"),
        Arguments.of("POST", path + "/reinstatement", "[]", "body"),
        Arguments.of("POST", path + "/approval", "{\"apps\": \"rides\"}", "apps"),
        Arguments.of("POST", path + "/approval", "{\"apps\": [null]}", "apps"),
        Arguments.of("POST", path + "/approval", "{\"apps\": [\"A b\"]}", "apps"),
        Arguments.of("POST", path + "/approval", "{\"permissions\": [\"root\"]}", "permissions"),
        Arguments.of("POST", path + "/approval", "{\"role\": \"admin\"}", "role"),
        Arguments.of("POST", path + "/suspension", "{\"reason\": 1}", "reason"),
        Arguments.of("POST", path + "/suspension", "{\"reason\": \"a\\u0000b\"}", "reason"),
        Arguments.of("POST", path + "/suspension", "", "body"),
        Arguments.of("POST", path + "/suspension", "null", "body"),
        Arguments.of("POST", path + "/reinstatement", "{\"why\": 1}", "why"),
        Arguments.of("PUT", path + "/capacity", "{\"max\": \"9\"}", "max"),
        Arguments.of("PUT", path + "/capacity", "{\"max\": 9.5}", "max"),
        Arguments.of("PUT", path + "/capacity", "{\"max\": 99999999999}", "max"),
        Arguments.of("PUT", path + "/capacity", "{\"max\": 0}", "max"),
        Arguments.of("PUT", path + "/capacity", "{}", "max"),
        Arguments.of("PUT", path + "/capacity", "null", "body"),
        Arguments.of("PUT", path + "/apps", "{}", "apps"),
        Arguments.of("PUT", path + "/apps", "{\"apps\": []}", "apps"),
        Arguments.of("PUT", path + "/permissions", "{\"grant\": [null]}", "grant"),
        Arguments.of("PUT", path + "/permissions", "{\"grant\": {}}", "grant"),
        Arguments.of(
            "PUT", path + "/shifts", "{\"timeZone\": \"../../etc\", \"week\": {}}", "timeZone"),
        Arguments.of("PUT", path + "/shifts", "{\"timeZone\": \"UTC\", \"week\": []}", "week"),
        Arguments.of("PATCH", path, "[]", "body"),
        Arguments.of("PATCH", path, "{\"firstName\": null}", "firstName"),
        Arguments.of("PATCH", path, "{\"email\": \"a@b.example\"}", "email"),
        Arguments.of("PATCH", path, "{\"role\": \"admin\"}", "role"),
        Arguments.of("PATCH", path, "{\"department\": \"nowhere\"}", "department"),
        Arguments.of("PATCH", path, "{\"specializations\": [null]}", "specializations"),
        Arguments.of("POST", DEPARTMENTS, "{\"key\": \"A b\", \"name\": \"x\"}", "key"),
        Arguments.of("POST", DEPARTMENTS, "{\"key\": \"new\"}", "name"),
        Arguments.of(
            "POST",
            DEPARTMENTS,
            "{\"key\": \"new\", \"name\": \"x\", \"leads\": [\"x\"]}",
            "leads"),
        Arguments.of(
            "POST", DEPARTMENTS, "{\"key\": \"new\", \"name\": \"x\", \"leads\": [null]}", "leads"),
        Arguments.of(
            "POST",
            DEPARTMENTS,
            "{\"key\": \"new\", \"name\": \"x\", \"removed\": true}",
            "removed"),
        Arguments.of("PATCH", DEPARTMENTS + "/technical", "{\"active\": \"no\"}", "active"),
        Arguments.of("PATCH", DEPARTMENTS + "/technical", "{\"leads\": null}", "leads"),
        Arguments.of("PATCH", DEPARTMENTS + "/technical", "{\"key\": \"other\"}", "key"),
        Arguments.of("POST", TEAMS, "{\"name\": \"x\"}", "department"),
        Arguments.of(
            "POST",
            TEAMS,
            "{\"name\": \"x\", \"department\": \"billing\", \"lead\": \"x\"}",
            "lead"));
  }

  @ParameterizedTest
  @MethodSource("badChanges")
  void a_bad_change_is_a_400_that_names_the_field(
      String method, String path, String body, String field) {
    refused(admin.calls().body(body).request(method, path.replace("{id}", agent)), field, body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2F..%2Fetc",
        "%00",
        "'%20OR%201=1--",
        "null",
        "0",
        "ME",
        "me%20",
        "%F0%9F%98%80"
      })
  void an_id_that_is_none_is_nobody(String id) {
    Response answer = admin.calls().urlEncodingEnabled(false).get(AGENTS + "/" + id);
    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(answer.contentType()).startsWith("application/problem+json");
  }

  @Test
  void an_id_in_another_spelling_is_nobody() {
    assertThat(admin.get(AGENTS + "/" + agent.toUpperCase(java.util.Locale.ROOT)).statusCode())
        .isIn(404);
    // What UUID.fromString would fill up.
    assertThat(admin.get(AGENTS + "/1-1-1-1-1").statusCode()).isEqualTo(404);
  }

  @Test
  void too_much_is_refused() {
    List<String> many = IntStream.range(0, 5_000).mapToObj(i -> "app_" + i).toList();
    refused(admin.put(AGENTS + "/" + agent + "/apps", Map.of("apps", many)), "apps", "many apps");
    List<String> ids = IntStream.range(0, 500).mapToObj(i -> UUID.randomUUID().toString()).toList();
    refused(
        admin.post(TEAMS, Map.of("name", Api.unique("t"), "department", "billing", "members", ids)),
        "members",
        "many members");
  }

  private static void refused(Response answer, String field, String body) {
    assertThat(answer.statusCode()).as(body + ": " + answer.asString()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/invalid-request");
    assertThat(answer.jsonPath().getList("errors.field", String.class))
        .as(answer.asString())
        .anyMatch(named -> named.startsWith(field));
    assertThat(answer.asString()).doesNotContain("dev.handrail", "Exception", "jackson");
  }
}
