package dev.handrail.kit.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.IssuersResource;
import dev.handrail.kit.KitTest;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.TestIssuer;
import dev.handrail.kit.testing.TestServices;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our own services' routes and tokens, and the list of void agents' tokens, in a running service.
 */
@KitTest
class InternalRoutesTest {
  private static final String ME = "/api/v1/things/me";
  private static final Duration SOON = Duration.ofSeconds(10);

  private static Response call(String path, String token) {
    return given().header("Authorization", "Bearer " + token).get(path);
  }

  @AfterEach
  void empty_the_list() {
    IssuersResource.notBefore("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal/things", "/internal/things/open"})
  void only_our_own_services_pass(String path) {
    TestIssuer platform = TestIssuer.shared();

    assertThat(given().get(path).statusCode()).isEqualTo(401);
    assertThat(call(path, "bad").statusCode()).isEqualTo(401);
    for (String token :
        List.of(
            platform.token("customer", "42").app("bookings").sign(),
            platform.token("support_agent", "a-1").apps("*").sign(),
            platform.token("admin", "root").apps("*").sign(),
            platform.token("service", "ticket-service").apps("*").sign(),
            IssuersResource.narrow().token("service", "ticket-service").apps("rides").sign(),
            IssuersResource.agents().token("admin", "root").apps("*").claim("ver", 1).sign())) {
      assertThat(call(path, token).statusCode()).isEqualTo(403);
    }
    assertThat(call(path, TestServices.token("ticket-service")).jsonPath().getString("who"))
        .isEqualTo("ticket-service");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//internal/things",
        "/internal//things",
        "/%69nternal/things",
        "/internal/things/",
        "/internal/things;x=1",
        "/x/../internal/things"
      })
  void another_spelling_of_the_path_opens_nothing(String path) {
    String customer = TestIssuer.shared().token("customer", "42").app("bookings").sign();

    int status =
        given()
            .urlEncodingEnabled(false)
            .header("Authorization", "Bearer " + customer)
            .get(path)
            .statusCode();

    assertThat(status).isIn(400, 403, 404);
  }

  @Test
  void a_service_cannot_speak_as_another_nor_for_people() {
    TestIssuer services = TestIssuer.shared(ServiceTokens.ISSUER, "handrail.test.services.key");

    assertThat(
            call(
                    "/internal/things",
                    services.token("service", "agent-service").keyId("ticket-service").sign())
                .statusCode())
        .isEqualTo(401);
    for (String role : List.of("customer", "support_agent", "admin")) {
      assertThat(
              call(
                      ME,
                      services
                          .token(role, "ticket-service")
                          .app("bookings")
                          .keyId("ticket-service")
                          .sign())
                  .statusCode())
          .as(role)
          .isEqualTo(401);
    }
  }

  @Test
  void agent_service_speaks_for_its_agents_and_admins_alone() {
    TestIssuer agents = IssuersResource.agents();

    assertThat(call(ME, agents.token("support_agent", "a").apps("rides").sign()).statusCode())
        .isEqualTo(200);
    assertThat(call(ME, agents.token("customer", "a").app("rides").sign()).statusCode())
        .isEqualTo(401);
    assertThat(call(ME, agents.token("service", "a").apps("rides").sign()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_suspended_agent_is_out_and_in_again_as_the_list_says() {
    TestIssuer agents = IssuersResource.agents();
    String own = agents.token("support_agent", "ann").apps("rides").claim("ver", 3).sign();
    String other = agents.token("support_agent", "bob").apps("rides").claim("ver", 3).sign();
    String platforms = TestIssuer.shared().token("support_agent", "ann").apps("rides").sign();
    String customer = TestIssuer.shared().token("customer", "ann").app("rides").sign();
    assertThat(call(ME, own).statusCode()).isEqualTo(200);

    IssuersResource.notBefore("{\"agentId\":\"ann\",\"accessVersion\":4,\"suspended\":true}");

    Eventually.until(SOON, "ann is refused", () -> call(ME, own).statusCode() == 401);
    assertThat(call(ME, platforms).statusCode()).isEqualTo(401);
    assertThat(call(ME, own).asString()).isEqualTo(given().get(ME).asString());
    assertThat(call(ME, other).statusCode()).isEqualTo(200);
    assertThat(call(ME, customer).statusCode()).isEqualTo(200);

    IssuersResource.notBefore("{\"agentId\":\"ann\",\"accessVersion\":5,\"suspended\":false}");

    Eventually.until(
        SOON, "it is no agent's any more", () -> call(ME, platforms).statusCode() == 200);
    assertThat(call(ME, own).statusCode()).isEqualTo(401);
    String fresh = agents.token("support_agent", "ann").apps("rides").claim("ver", 5).sign();
    assertThat(call(ME, fresh).statusCode()).isEqualTo(200);
  }

  @Test
  void the_list_is_asked_for_with_a_token_of_this_service() throws Exception {
    String header = Eventually.value(SOON, "asked", IssuersResource::lastCaller, a -> !a.isEmpty());

    assertThat(call("/internal/things", header.substring("Bearer ".length())).statusCode())
        .isEqualTo(200);
  }
}
