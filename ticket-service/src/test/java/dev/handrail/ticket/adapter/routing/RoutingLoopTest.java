package dev.handrail.ticket.adapter.routing;

import static dev.handrail.ticket.application.RoutingScene.unique;
import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.RoutingBell;
import dev.handrail.ticket.application.FetchAgentNames;
import dev.handrail.ticket.application.GiveBackTickets;
import dev.handrail.ticket.application.RouteTickets;
import dev.handrail.ticket.application.RoutingScene;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.routing.AccountStatus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody's hand: what happens by itself when tickets, slots and agents come and go. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RoutingLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject RouteTickets route;
  @Inject GiveBackTickets giveBack;
  @Inject FetchAgentNames names;
  @Inject RoutingBell bell;
  @Inject BackgroundWork background;
  @Inject RoutingScene scene;

  private @Nullable RoutingLoop loop;

  @AfterEach
  void stop() throws InterruptedException {
    Objects.requireNonNull(loop).stop(new ShutdownEvent());
  }

  @BeforeEach
  void start() {
    start(Duration.ofMillis(100));
  }

  private void start(Duration every) {
    RoutingLoop made = new RoutingLoop(route, giveBack, names, bell, background, 2, every);
    made.start(new StartupEvent());
    loop = made;
  }

  @Test
  void a_life_of_tickets_and_agents_goes_on_by_itself() {
    String department = unique("loop");
    String ada = unique("ada");
    String bob = unique("bob");
    Ticket first = scene.opens(department);
    scene.lists(agent(ada).of(department).capacity(1));
    comesTo(first, ada);

    Ticket second = scene.opens(department);
    scene.resolves(first.id());
    comesTo(second, ada);

    scene.lists(agent(bob).of(department));
    scene.lists(agent(ada).of(department).is(AccountStatus.SUSPENDED));
    comesTo(second, bob);
    comesTo(scene.opens(department), bob);
  }

  /** The look from time to time would come too late for this test. */
  @Test
  void commits_of_this_process_wake_it() throws InterruptedException {
    stop();
    start(Duration.ofHours(1));
    String department = unique("loop");
    String ada = unique("ada");
    scene.lists(agent(ada).of(department).capacity(1));
    Ticket first = scene.opens(department);
    comesTo(first, ada);
    Ticket second = scene.opens(department);
    scene.resolves(first.id());
    comesTo(second, ada);
  }

  private void comesTo(Ticket ticket, String agent) {
    Eventually.until(PATIENCE, ticket.number() + " is " + agent + "'s", () -> has(ticket, agent));
    assertThat(scene.reasons(ticket.id())).last().asString().startsWith("ticket_assigned: ");
  }

  private boolean has(Ticket ticket, String agent) {
    return agent.equals(scene.assignee(ticket));
  }
}
