package dev.handrail.ticket.adapter.routing;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration WHILE_CONTENDED = Duration.ofMillis(10);

  /** Between two looks of which the first found nothing: many commits make one look. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

  private static final Duration GIVE_BACK_EVERY = Duration.ofSeconds(1);
  private static final Duration NAMES_EVERY = Duration.ofSeconds(2);

  /** How many passes are cautious after one that failed. */
  private static final int CAUTIOUS_PASSES = 100;

  private final RouteTickets route;
  private final GiveBackTickets giveBack;
  private final FetchAgentNames names;
  private final RoutingBell bell;
  private final BackgroundWork background;
  private final int threads;
  private final Duration every;
  private final List<Thread> working = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

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
    this.background = background;
    this.threads = threads;
    this.every = every;
  }

  /** One look at what there is to do; says how long to wait before the next, at most. */
  private interface Round {
    Duration run();
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    for (int i = 1; i <= threads; i++) {
      start("routing " + i, new Routing(), true);
    }
    if (threads > 0) {
      start("giving back", this::giveBack, false);
      if (names.isPossible()) {
        start("agents' names", this::fetchNames, false);
      }
    }
  }

  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    bell.ring();
    for (Thread thread : working) {
      if (!thread.join(Duration.ofSeconds(10))) {
        LOG.warnf("%s did not end in time; its transaction will be rolled back.", thread.getName());
      }
    }
  }

  private void start(String name, Round round, boolean woken) {
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(() -> work(round, woken, new Outage(LOG, name), progress.join()));
    progress.complete(background.watch(name, thread));
    working.add(thread);
    thread.start();
  }

  private void work(Round round, boolean woken, Outage outage, Progress progress) {
    try {
      while (stopping.getCount() > 0) {
        progress.made();
        long heard = bell.rings();
        try {
          Duration wait = round.run();
          outage.worked();
          if (woken && wait.isPositive()) {
            stopping.await(SHORTEST_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
            bell.await(heard, wait.minus(SHORTEST_PAUSE));
          } else {
            stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS);
          }
        } catch (RuntimeException e) {
          // The database or the directory is away, or one row is beyond reading: nothing was
          // stored.
          outage.failed(e);
          stopping.await(AFTER_FAILURE.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debugf("%s was interrupted.", Thread.currentThread().getName());
    }
    progress.ended();
  }

  /** The rounds of one thread, which remembers where a pass has failed. */
  private final class Routing implements Round {
    private final Map<String, Integer> cautiousPasses = new HashMap<>();

    /** A department's trouble is not the others': they have their pass all the same. */
    @Override
    public Duration run() {
      Duration wait = every;
      RuntimeException failure = null;
      for (String department : route.departments()) {
        if (stopping.getCount() == 0) {
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
      if (stopping.getCount() > 0) {
        more |= giveBack.handle(agent) == GiveBackTickets.MOST_AT_A_TIME;
      }
    }
    return more ? Duration.ZERO : GIVE_BACK_EVERY;
  }

  private Duration fetchNames() {
    return names.handle() > 0 ? Duration.ZERO : NAMES_EVERY;
  }
}
