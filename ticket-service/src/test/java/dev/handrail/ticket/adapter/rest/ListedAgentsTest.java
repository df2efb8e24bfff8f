package dev.handrail.ticket.adapter.rest;

import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import dev.handrail.ticket.application.RoutingScene;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.routing.AccountStatus;
import dev.handrail.ticket.domain.routing.Agents;
import dev.handrail.ticket.domain.routing.Availability;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For an agent that agent-service lists its word counts, whatever the token claims. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class ListedAgentsTest {

  @Inject RoutingScene scene;

  @Test
  void its_apps_count_and_not_the_tokens() {
    Person ada = Api.agent("bookings");
    String booking = Api.customer("bookings").opens();
    String ride = Api.customer("rides").opens();
    scene.lists(present(ada.id()).serving("rides").of("general"));

    ada.get(Api.TICKETS + "/" + booking).then().statusCode(404);
    ada.get(Api.TICKETS + "/" + ride).then().statusCode(200);
  }

  @Test
  void its_permissions_count() {
    Person ada = Api.agent("bookings");
    String ticket = Api.customer("bookings").opens();
    Set<Permission> fewer = EnumSet.copyOf(Role.SUPPORT_AGENT.permissions());
    fewer.remove(Permission.EDIT_TICKETS);
    scene.lists(present(ada.id()).serving("bookings").of("technical").allowed(fewer));

    ada.put(Api.TICKETS + "/" + ticket + "/priority", Map.of("priority", "high"))
        .then()
        .statusCode(403);
    ada.picks(ticket);
  }

  @Test
  void who_is_suspended_is_out_as_soon_as_it_is_heard() {
    Person ada = Api.agent("bookings");
    scene.lists(present(ada.id()).serving("bookings"));
    ada.get(Api.TICKETS).then().statusCode(200);
    scene.lists(present(ada.id()).serving("bookings").is(AccountStatus.SUSPENDED));
    ada.get(Api.TICKETS).then().statusCode(401);
    scene.lists(present(ada.id()).serving("bookings"));
    ada.get(Api.TICKETS).then().statusCode(200);
  }

  @Test
  void an_admin_is_one_when_both_say_so() {
    Person root = Api.admin("bookings");
    scene.lists(present(root.id()).serving("bookings"));
    root.get("/api/v1/ratings").then().statusCode(403);
    scene.lists(
        present(root.id()).serving("bookings").as(Role.ADMIN).allowed(Role.ADMIN.permissions()));
    root.get("/api/v1/ratings").then().statusCode(200);

    Person ada = Api.agent("bookings");
    scene.lists(
        present(ada.id()).serving("bookings").as(Role.ADMIN).allowed(Role.ADMIN.permissions()));
    ada.get("/api/v1/ratings").then().statusCode(403);
  }

  @Test
  void a_full_agent_picks_no_more_and_is_told_so() {
    Person ada = Api.agent("bookings");
    scene.lists(present(ada.id()).serving("bookings").of("technical").capacity(1));
    ada.picks(Api.customer("bookings").opens());
    String second = Api.customer("bookings").opens();
    String type =
        ada.put(Api.TICKETS + "/" + second + "/assignee", Map.of("agentId", "me"))
            .then()
            .statusCode(409)
            .extract()
            .jsonPath()
            .getString("type");
    assertThat(type).isEqualTo("/problems/agent-at-capacity");
    Api.admin("bookings")
        .put(Api.TICKETS + "/" + second + "/assignee", Map.of("agentId", ada.id()))
        .then()
        .statusCode(200);
  }

  /** Routing speaks of colleagues: that is for staff. */
  @Test
  void the_customer_sees_its_agent_and_no_reason() {
    Person cora = Api.customer("bookings");
    Person ada = Api.agent("bookings");
    String ticket = cora.opens();
    scene.lists(present(ada.id()).serving("bookings").of("technical"));
    scene.routesTo(ticket, ada.id());

    String seen = cora.get(Api.TICKETS + "/" + ticket).then().extract().asString();
    assertThat(seen).contains(ada.id()).doesNotContain("eligible").doesNotContain("routed");
    assertThat(
            ada.get(Api.TICKETS + "/" + ticket + "/history")
                .then()
                .statusCode(200)
                .extract()
                .asString())
        .contains("eligible");
    assertThat(ada.reads(ticket).getList("assignments.how")).containsExactly("routed");
  }

  /** Busy: so that routing in other tests gives it nothing. */
  private static Agents present(String id) {
    return agent(id).is(Availability.BUSY);
  }
}
