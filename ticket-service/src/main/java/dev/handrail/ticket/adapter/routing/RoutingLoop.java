package dev.handrail.ticket.adapter.routing;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Rounds;
import dev.handrail.ticket.adapter.RoutingBell;
import dev.handrail.ticket.application.FetchAgentNames;
import dev.handrail.ticket.application.GiveBackTickets;
import dev.handrail.ticket.application.RouteTickets;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Routes as soon as a commit of this process calls for it, and looks often for what those of other
 * replicas do. It runs in every replica: locks keep them apart, and none waits for one that has
 * died.
 */
@ApplicationScoped
class RoutingLoop {
  private static final Logger LOG = Logger.getLogger(RoutingLoop.class);

  private static final Duration WHILE_CONTENDED = Duration.ofMillis(10);

  private static final Duration GIVE_BACK_EVERY = Duration.ofSeconds(1);
  private static final Duration NAMES_EVERY = Duration.ofSeconds(2);

  /** How many passes are cautious after one that failed. */
  private static final int CAUTIOUS_PASSES = 100;

  private final RouteTickets route;
  private final GiveBackTickets giveBack;
  private final FetchAgentNames names;
  private final RoutingBell bell;
  private final int threads;
  private final Duration every;
  private final Rounds rounds;

  /**
   * @param threads how many route side by side; zero leaves it, giving back included, to other
   *     replicas
   * @param every how long one that found nothing waits if nobody wakes it
   */
  RoutingLoop(
      RouteTickets route,
      GiveBackTickets giveBack,
      FetchAgentNames names,
      RoutingBell bell,
      BackgroundWork background,
      @ConfigProperty(name = "handrail.routing.threads", defaultValue = "1") int threads,
      @ConfigProperty(name = "handrail.routing.every", defaultValue = "100ms") Duration every) {
    this.route = route;
    this.giveBack = giveBack;
    this.names = names;
    this.bell = bell;
    this.threads = threads;
    this.every = every;
    this.rounds = new Rounds(LOG, background);
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    for (int i = 1; i <= threads; i++) {
      rounds.start("routing " + i, new Routing(), bell);
    }
    if (threads > 0) {
      rounds.start("giving back", this::giveBack);
      if (names.isPossible()) {
        rounds.start("agents' names", this::fetchNames);
      }
    }
  }

  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    rounds.stop();
  }

  /** The rounds of one thread, which remembers where a pass has failed. */
  private final class Routing implements Rounds.Round {
    private final Map<String, Integer> cautiousPasses = new HashMap<>();

    /** A department's trouble is not the others': they have their pass all the same. */
    @Override
    public Duration run() {
      Duration wait = every;
      RuntimeException failure = null;
      for (String department : route.departments()) {
        if (rounds.isStopping()) {
          break;
        }
        try {
          Duration after = pass(department);
          wait = after.compareTo(wait) < 0 ? after : wait;
        } catch (RuntimeException e) {
          cautiousPasses.put(department, CAUTIOUS_PASSES);
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
      return wait;
    }

    private Duration pass(String department) {
      int left = cautiousPasses.getOrDefault(department, 0);
      RouteTickets.Pass pass = route.handle(new RouteTickets.Command(department, left > 0));
      cautiousPasses.computeIfPresent(department, (_, n) -> n > 1 ? n - 1 : null);
      return switch (pass) {
        case RouteTickets.Placed _ -> Duration.ZERO;
        case RouteTickets.Contended _ -> WHILE_CONTENDED;
        case RouteTickets.Idle _ -> every;
      };
    }
  }

  private Duration giveBack() {
    boolean more = false;
    for (String agent : giveBack.absentees()) {
      if (!rounds.isStopping()) {
        more |= giveBack.handle(agent) == GiveBackTickets.MOST_AT_A_TIME;
      }
    }
    return more ? Duration.ZERO : GIVE_BACK_EVERY;
  }

  private Duration fetchNames() {
    return names.handle() > 0 ? Duration.ZERO : NAMES_EVERY;
  }
}
