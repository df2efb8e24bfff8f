package dev.handrail.agent.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.Accounts;
import dev.handrail.agent.adapter.rest.Api.Person;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.TestServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What our own services get, and nobody else. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class InternalAgentsTest {
  private static final String PATH = "/internal/agents?ids=";

  @Inject Accounts accounts;

  private final Person service = new Person("x", TestServices.token("ticket-service"));

  @Test
  void a_service_gets_the_names_of_those_it_knows_by_id() {
    String approved = accounts.in(AccountStatus.APPROVED).toString();
    String suspended = accounts.in(AccountStatus.SUSPENDED).toString();
    Api.agent(approved).patch(Api.ME, Map.of("lastName", "King")).then().statusCode(200);

    JsonPath cards =
        service.reads(
            PATH + String.join(",", approved, suspended, UUID.randomUUID().toString(), "no-id"));
    assertThat(cards.<Map<String, Object>>getList("items"))
        .containsExactlyInAnyOrder(
            Map.of(
                "id",
                approved,
                "name",
                "Ada King",
                "avatarUrl",
                "https://pictures.example/" + approved + ".png",
                "profileVersion",
                2),
            Map.of(
                "id",
                suspended,
                "name",
                "Ada Lovelace",
                "avatarUrl",
                "https://pictures.example/" + suspended + ".png",
                "profileVersion",
                1));
  }

  @Test
  void at_most_200_are_asked_for_at_once() {
    String many =
        IntStream.range(0, 201)
            .mapToObj(i -> UUID.randomUUID().toString())
            .collect(Collectors.joining(","));
    Response refused = service.get(PATH + many);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getList("errors.field")).containsExactly("ids");
    assertThat(service.get(PATH + many.substring(0, many.lastIndexOf(','))).statusCode())
        .isEqualTo(200);
    assertThat(service.get("/internal/agents").statusCode()).isEqualTo(400);
  }

  @Test
  void a_service_of_the_platform_is_none_of_ours() {
    for (Person person : List.of(Api.service(), Api.admin())) {
      assertThat(person.get(PATH + UUID.randomUUID()).statusCode()).isEqualTo(403);
    }
    assertThat(Api.anyone().get(PATH + UUID.randomUUID()).statusCode()).isEqualTo(401);
  }
}
