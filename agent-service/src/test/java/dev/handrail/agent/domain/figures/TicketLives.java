package dev.handrail.agent.domain.figures;

import dev.handrail.agent.domain.figures.TicketState.Standing;
import dev.handrail.agent.domain.figures.TicketState.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lives of tickets by chance, as ticket-service would tell them, event by event. */
public final class TicketLives {

  public static final List<String> AGENTS = List.of("ann", "bob", "cy", "di");

  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private TicketLives() {}

  /** The events of so many tickets, in the order in which they happened to each. */
  public static List<TicketNews> of(Random random, int tickets) {
    List<TicketNews> told = new ArrayList<>();
    for (int i = 0; i < tickets; i++) {
      told.addAll(new Life(random).lived());
    }
    return told;
  }

  private static final class Life {
    private final Random random;
    private final UUID ticket;
    private final Instant created;
    private final List<TicketNews> told = new ArrayList<>();
    private Instant now;
    private Standing standing = Standing.ACTIVE;
    private Urgency urgency = Urgency.MEDIUM;
    private @Nullable String assignee;
    private Promise first;
    private Promise resolution;
    private @Nullable Integer rating;
    private @Nullable Instant resolvedAt;
    private @Nullable Instant closedAt;
    private boolean deleted;

    Life(Random random) {
      this.random = random;
      this.ticket = new UUID(random.nextLong(), random.nextLong());
      this.created = START.plusMillis(random.nextInt(1_000_000));
      this.now = created;
      this.first = new Promise(created.plus(Duration.ofHours(1)), false, null);
      this.resolution = new Promise(created.plus(Duration.ofHours(8)), false, null);
    }

    List<TicketNews> lived() {
      tell("customer", false);
      int happenings = random.nextInt(14);
      for (int i = 0; i < happenings && !deleted; i++) {
        now = now.plusMillis(1 + random.nextInt(6_000_000));
        missed();
        happen();
      }
      return told;
    }

    /** No change passes over a deadline in silence. */
    private void missed() {
      if (first.at() == null && now.isAfter(first.dueAt()) && !first.breached()) {
        first = new Promise(first.dueAt(), true, null);
        tell("system", false);
      }
      if (resolution.at() == null && now.isAfter(resolution.dueAt()) && !resolution.breached()) {
        resolution = new Promise(resolution.dueAt(), true, null);
        tell("system", false);
      }
    }

    private void happen() {
      String someone = AGENTS.get(random.nextInt(AGENTS.size()));
      boolean active = standing == Standing.ACTIVE;
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          if (active) {
            assignee = someone;
            tell(someone, false);
          }
        }
        case 3 -> {
          if (active && assignee != null) {
            assignee = null;
            tell(someone, false);
          }
        }
        case 4, 5 -> {
          if (active) {
            answer();
            tell(someone, false);
          }
        }
        case 6, 7 -> {
          if (active) {
            answer();
            end(Standing.RESOLVED);
            String by = random.nextInt(4) == 0 ? "system" : someone;
            tell(by, false);
            tell(by, false);
          }
        }
        case 8 -> {
          if (standing != Standing.CLOSED) {
            answer();
            end(Standing.CLOSED);
            tell(active ? someone : "customer", false);
          }
        }
        case 9 -> {
          if (!active) {
            standing = Standing.ACTIVE;
            resolvedAt = null;
            closedAt = null;
            resolution = new Promise(resolution.dueAt(), resolution.breached(), null);
            tell("customer", false);
          }
        }
        case 10 -> {
          if (!active && rating == null) {
            rating = 1 + random.nextInt(5);
            tell("customer", true);
          }
        }
        default -> {
          urgency = List.of(Urgency.values()).get(random.nextInt(4));
          deleted = random.nextInt(8) == 0;
          tell(someone, false);
        }
      }
    }

    private void answer() {
      if (first.at() == null) {
        first = new Promise(first.dueAt(), first.breached(), now);
      }
    }

    private void end(Standing next) {
      if (standing == Standing.ACTIVE) {
        resolution = new Promise(resolution.dueAt(), resolution.breached(), now);
      }
      standing = next;
      if (next == Standing.RESOLVED) {
        resolvedAt = now;
      } else {
        closedAt = now;
      }
    }

    private void tell(String actor, boolean rated) {
      told.add(
          new TicketNews(
              ticket,
              told.size() + 1,
              now,
              new TicketState(
                  "bookings",
                  "technical",
                  standing,
                  urgency,
                  assignee,
                  first,
                  resolution,
                  rating,
                  created,
                  resolvedAt,
                  closedAt,
                  deleted),
              AGENTS.contains(actor) ? actor : null,
              rated));
    }
  }

  /** Some order, with some of them again. */
  public static List<TicketNews> jumbled(List<TicketNews> told, Random random) {
    List<TicketNews> jumbled = new ArrayList<>(told);
    for (int i = random.nextInt(told.size() + 1); i > 0; i--) {
      jumbled.add(told.get(random.nextInt(told.size())));
    }
    TicketNews[] order = jumbled.toArray(TicketNews[]::new);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      TicketNews moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return Arrays.asList(order);
  }
}
