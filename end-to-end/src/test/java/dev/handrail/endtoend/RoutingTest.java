package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.endtoend.PlatformExtension.Platforms;
import dev.handrail.endtoend.faults.FaultDriver;
import dev.handrail.endtoend.faults.KillPlan;
import dev.handrail.endtoend.faults.KillPlan.Kill;
import dev.handrail.endtoend.faults.Target;
import dev.handrail.endtoend.ledger.Doors;
import dev.handrail.endtoend.routing.Planted;
import dev.handrail.endtoend.routing.RoutingChecker;
import dev.handrail.endtoend.routing.RoutingEvidence;
import dev.handrail.endtoend.routing.RoutingScene;
import dev.handrail.endtoend.routing.Span;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.local.Platform;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tickets at a rate against many agents while others are solved and processes are killed: no agent
 * above its capacity, no ticket given twice, none waiting beside a free slot for over a second.
 *
 * <p>{@code -Drouting.tickets=…}, {@code -Drouting.agents=…}, {@code -Drouting.perSecond=…}, {@code
 * -Drouting.atOnce=…}, {@code -Drouting.seed=…} make it longer, heavier, or the same again.
 */
@ExtendWith(PlatformExtension.class)
@Order(Integer.MAX_VALUE - 3)
class RoutingTest {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** Routing reads the time after it has counted, so that its word can be taken exactly. */
  private static final Duration BLUR = Duration.ZERO;

  /** After all is ready again, until everything that piled up is done. */
  private static final Duration CALM = Duration.ofSeconds(3);

  private static final List<Target> VICTIMS =
      List.of(Target.TICKET_SERVICE, Target.BROKER, Target.AGENT_SERVICE);

  private final Platforms platforms;
  private final long seed = Long.getLong("routing.seed", System.currentTimeMillis());
  private final String stamp = Long.toString(seed, 36);

  RoutingTest(Platforms platforms) {
    this.platforms = platforms;
  }

  @Test
  void no_kill_overloads_an_agent_gives_a_ticket_twice_or_leaves_one_waiting() throws Exception {
    Platform platform = platforms.current();
    String replica = platform.addReplica("ticket-service");
    platform.addReplica("agent-service");
    var size =
        new RoutingScene.Size(
            Integer.getInteger("routing.agents", 12),
            Integer.getInteger("routing.tickets", 300),
            Integer.getInteger("routing.perSecond", 8),
            Integer.getInteger("routing.atOnce", 6),
            Duration.ofMillis(1_500),
            3);
    say("seed " + seed + ", " + size);
    List<Span> outages = new ArrayList<>();
    try (var scene =
        new RoutingScene(
            doors(platform, replica),
            platform.kafkaBootstrap(),
            stamp,
            seed,
            size,
            RoutingTest::say)) {
      List<String> agents = scene.prepare(firstAdmin(platform));
      awaitKnown(platform, agents);
      // The first tickets meet code that has never run in these processes.
      Instant from = Instant.now().plus(CALM);
      RoutingScene.Seen seen =
          scene.run(() -> killAll(platform, scene, outages), Duration.ofMinutes(2));
      RoutingEvidence evidence = scene.evidence(outages, new Span(from, Instant.now()));

      RoutingChecker.Outcome outcome = RoutingChecker.check(evidence, LONGEST_WAIT, BLUR);
      say(
          "%d opened, %d solved, %d assigned by routing; longest wait beside a free slot %d ms; outages %s"
              .formatted(
                  seen.opened(),
                  seen.solved(),
                  outcome.assignments(),
                  outcome.longestWait().toMillis(),
                  outages.stream().map(span -> span.length().toMillis() + " ms").toList()));
      assertThat(outcome.violations()).isEmpty();
      assertThat(seen.opened()).isGreaterThanOrEqualTo(size.tickets());
      assertThat(seen.solved()).isEqualTo(seen.opened());
      assertThat(outcome.assignments()).isGreaterThanOrEqualTo(seen.opened());
      for (Planted defect : Planted.values()) {
        assertThat(
                RoutingChecker.check(defect.in(evidence).orElseThrow(), LONGEST_WAIT, BLUR)
                    .violations())
            .as("planted: " + defect)
            .isNotEmpty();
      }
    } finally {
      // Its replicas are nobody else's.
      platforms.restart();
    }
  }

  private static void killAll(Platform platform, RoutingScene scene, List<Span> outages) {
    var faults = new FaultDriver(platform, scene::assignedSince, RoutingTest::say);
    for (Target victim : VICTIMS) {
      LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
      Instant from = Instant.now();
      faults.run(new KillPlan(List.of(new Kill(victim, Duration.ZERO, false))));
      outages.add(new Span(from, Instant.now().plus(CALM)));
    }
    LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
  }

  /** Names come over another way than events; nobody is routed to without one. */
  private static void awaitKnown(Platform platform, List<String> agents) throws SQLException {
    try (Connection tickets =
        DriverManager.getConnection(
            platform.jdbcUrl("ticket"), platform.databaseUser(), platform.databasePassword())) {
      Eventually.until(
          Duration.ofSeconds(60),
          "ticket-service knows all agents by name",
          () -> known(tickets, agents) == agents.size());
    }
  }

  private static int known(Connection tickets, List<String> agents) {
    try (var statement =
        tickets.prepareStatement(
            "SELECT count(*) FROM agent WHERE id = ANY (?) AND listed AND named_version > 0")) {
      statement.setArray(1, tickets.createArrayOf("text", agents.toArray()));
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String firstAdmin(Platform platform) {
    return "{\"email\": \"%s\", \"password\": \"%s\"}"
        .formatted(platform.firstAdmin().email(), platform.firstAdmin().password());
  }

  private static Doors doors(Platform platform, String replica) {
    List<URI> addresses =
        List.of(URI.create(platform.gatewayUrl()), URI.create(platform.serviceUrl(replica)));
    return new Doors() {
      @Override
      public List<URI> addresses() {
        return addresses;
      }

      @Override
      public String token(String role, String subject) {
        return platform.token(role, subject, "bookings");
      }
    };
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
