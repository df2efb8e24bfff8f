package dev.handrail.ticket.adapter.http;

import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.handrail.kit.identity.ServiceClient;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.application.RoutingScene;
import dev.handrail.ticket.application.port.AgentDirectory.Card;
import dev.handrail.ticket.application.port.AgentNames;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents' names, asked for at a stand-in for agent-service over HTTP. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AgentNamesTest {

  @Inject ServiceClient client;
  @Inject AgentNames names;
  @Inject RoutingScene scene;
  @Inject Sql sql;

  private final List<String> asked = new ArrayList<>();
  private final HttpServer agentService = server();
  private volatile int status = 200;
  private volatile String answer = "";

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    agentService.createContext(
        "/internal/agents",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization").startsWith("Bearer ey"));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    agentService.start();
  }

  @AfterEach
  void stop() {
    agentService.stop(0);
  }

  @Test
  void cards_are_asked_for_with_a_token_of_this_service() {
    answer =
        """
        {"items": [
          {"id": "a", "name": "Ann Lee", "avatarUrl": null, "profileVersion": 3, "more": true},
          {"id": "b", "name": null, "avatarUrl": "b.png", "profileVersion": 1}]}
        """;
    assertThat(directory().cards(List.of("a", "b", "c d")))
        .containsExactly(new Card("a", "Ann Lee", null, 3));
    assertThat(asked).containsExactly("/internal/agents?ids=a,b,c+d true");
  }

  @Test
  void a_directory_that_is_away_says_so() {
    status = 503;
    assertThatThrownBy(() -> directory().cards(List.of("a")))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(new HttpAgentDirectory(Optional.empty(), client).isThere()).isFalse();
    assertThat(directory().isThere()).isTrue();
  }

  @Test
  void names_are_wanted_when_missing_or_old_and_an_older_one_replaces_none() {
    String ada = RoutingScene.unique("ada");
    String bob = RoutingScene.unique("bob");
    scene.lists(agent(ada).profile(1));
    scene.lists(agent(bob).profile(4));
    assertThat(wanted()).contains(ada, bob);

    names.store(List.of(new Card(ada, "Ann Lee", "a.png", 1), new Card(bob, "Bob", null, 3)));
    assertThat(name(ada)).isEqualTo("Ann Lee");
    assertThat(name(bob)).isEqualTo("Bob");
    assertThat(wanted()).doesNotContain(ada).contains(bob);

    assertThat(names.store(List.of(new Card(bob, "Bobby", null, 2)))).isZero();
    assertThat(names.store(List.of(new Card(bob, "Robert", null, 4)))).isEqualTo(1);
    assertThat(name(bob)).isEqualTo("Robert");
    scene.lists(agent(ada).profile(2));
    assertThat(wanted()).contains(ada).doesNotContain(bob);
    assertThat(name(ada)).as("the old one stays").isEqualTo("Ann Lee");
  }

  private List<String> wanted() {
    return names.takeWanted(10_000, Instant.now());
  }

  private String name(String id) {
    return sql.first("SELECT name FROM agent WHERE id = ?", row -> row.string("name"), id)
        .orElseThrow();
  }

  private HttpAgentDirectory directory() {
    return new HttpAgentDirectory(
        Optional.of("http://127.0.0.1:" + agentService.getAddress().getPort()), client);
  }
}
