package dev.handrail.agent.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Leases;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Availability;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Fixtures;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.WeeklyShifts;
import dev.handrail.agent.domain.WeeklyShifts.Shift;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Availability on the real database while the clock is moved, with two replicas at once. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AvailabilityTest {
  private static final int AGENTS = 40;

  /** A Monday, at the end of the shift of all. */
  private static final Instant FIVE = Instant.parse("2026-03-02T17:00:00Z");

  private static final WeeklyShifts MONDAYS =
      new WeeklyShifts(
          ZoneOffset.UTC, Map.of(DayOfWeek.MONDAY, List.of(new Shift(9 * 3_600, 17 * 3_600))));

  @Inject AgentRepository repository;
  @Inject Leases leases;
  @Inject Sql sql;

  private final MovableClock clock = new MovableClock();

  /** Shows what it was set to. */
  private static final class MovableClock extends Clock {
    private volatile Instant now = FIVE.minusSeconds(60);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("Nobody asks for a zone.");
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** What other tests left due is not looked at here. */
  @BeforeEach
  void only_its_own_agents_are_due() {
    sql.update("UPDATE availability SET availability = 'offline', alive_until = settled_at");
  }

  private Agent approved(@Nullable WeeklyShifts shifts) {
    UUID id = UuidV7.next();
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Change registered =
                  Agent.register(
                      id, id + "@support.example", "hash", Fixtures.ADA, FIVE.minusSeconds(9_000));
              repository.save(registered);
              Change approved =
                  registered
                      .after()
                      .approve(List.of("bookings"), Set.of(), Fixtures.ROOT, clock.now);
              repository.save(approved);
              if (shifts == null) {
                return approved.after();
              }
              Change equipped = approved.after().setShifts(shifts, Fixtures.ROOT, clock.now);
              repository.save(equipped);
              return equipped.after();
            });
  }

  private Agent choose(Agent agent, Availability chosen) {
    Caller itself = Fixtures.caller(agent.id().toString(), Role.SUPPORT_AGENT);
    SetAvailability set =
        new SetAvailability(new AgentAccess(repository), repository, leases, clock);
    return QuarkusTransaction.requiringNew()
        .call(() -> set.handle(new SetAvailability.Command(itself, chosen)));
  }

  private void sweepTwiceAtOnce() {
    CompletableFuture.allOf(
            IntStream.range(0, 2)
                .mapToObj(_ -> CompletableFuture.runAsync(this::sweep))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private void sweep() {
    KeepAvailability keep = new KeepAvailability(repository, leases, clock);
    while (QuarkusTransaction.requiringNew().call(() -> keep.settleDue(7)) > 0) {
      // Until nothing is due any more.
    }
  }

  private void signOfLife(Agent agent) {
    KeepAvailability keep = new KeepAvailability(repository, leases, clock);
    if (!leases.prolong(agent.id(), clock.now)) {
      QuarkusTransaction.requiringNew().run(() -> keep.comeBack(agent.id()));
    }
  }

  private Agent stored(Agent agent) {
    return QuarkusTransaction.requiringNew()
        .call(() -> repository.findForChange(agent.id()).orElseThrow());
  }

  private @Nullable Instant nextCheck(Agent agent) {
    return sql.first(
            "SELECT coalesce(next_check_at, '-infinity'::timestamptz) = '-infinity' AS none,"
                + " coalesce(next_check_at, settled_at) AS at FROM availability WHERE agent_id = ?",
            row -> Optional.ofNullable(row.bool("none") ? null : row.instant("at")),
            agent.id())
        .orElseThrow()
        .orElse(null);
  }

  private Instant aliveUntil(Agent agent) {
    return sql.first(
            "SELECT alive_until FROM availability WHERE agent_id = ?",
            row -> row.instant("alive_until"),
            agent.id())
        .orElseThrow();
  }

  @Test
  void the_row_says_when_to_look_as_the_domain_does() {
    Agent agent = approved(MONDAYS);
    assertThat(nextCheck(agent)).as("never seen").isNull();
    for (Availability chosen : Availability.values()) {
      Agent set = choose(agent, chosen);
      assertThat(stored(agent).presence()).isEqualTo(set.presence());
      assertThat(nextCheck(agent))
          .as("%s", chosen)
          .isEqualTo(FIVE)
          .isEqualTo(set.presence().nextCheckAt(MONDAYS));
    }
    clock.now = FIVE.plusSeconds(1);
    sweep();
    assertThat(nextCheck(agent)).isEqualTo(stored(agent).presence().nextCheckAt(MONDAYS));
    Agent free = choose(approved(null), Availability.BUSY);
    assertThat(nextCheck(free)).isEqualTo(clock.now.plus(leases.length()));
    QuarkusTransaction.requiringNew()
        .run(() -> repository.save(stored(free).suspend("why", Fixtures.ROOT, clock.now)));
    assertThat(nextCheck(free)).as("suspended").isNull();
  }

  @RepeatedTest(3)
  void each_change_is_made_and_told_once_by_two_timers_at_once() {
    List<Agent> agents =
        IntStream.range(0, AGENTS)
            .mapToObj(i -> choose(approved(i % 2 == 0 ? MONDAYS : null), Availability.BUSY))
            .toList();

    sweepTwiceAtOnce();
    assertThat(agents).as("nothing is due before its time").allSatisfy(a -> told(a, 0));

    clock.now = FIVE;
    sweepTwiceAtOnce();
    assertThat(agents)
        .as("the end of the shift of those who have any")
        .allSatisfy(a -> told(a, a.shifts() == null ? 0 : 1));

    clock.now = FIVE.plus(leases.length());
    sweepTwiceAtOnce();
    assertThat(agents)
        .as("the lapse of the others")
        .allSatisfy(
            agent -> {
              told(agent, 1);
              Agent now = stored(agent);
              assertThat(now.availability()).isEqualTo(Availability.OFFLINE);
              assertThat(now.version()).isEqualTo(agent.version());
              assertThat(nextCheck(agent)).isNull();
            });
  }

  /** Events are numbered without gaps: so many have been told since. */
  private void told(Agent since, int events) {
    assertThat(stored(since).eventSequence()).isEqualTo(since.eventSequence() + events);
  }

  @Test
  void hand_heartbeat_and_timers_at_once_leave_no_change_untold() {
    List<Agent> agents =
        IntStream.range(0, AGENTS)
            .mapToObj(_ -> choose(approved(MONDAYS), Availability.BUSY))
            .toList();
    clock.now = FIVE;
    CompletableFuture<Void> sweeps = CompletableFuture.runAsync(this::sweepTwiceAtOnce);
    agents.parallelStream()
        .forEach(
            agent -> {
              signOfLife(agent);
              if (agent.id().getLeastSignificantBits() % 2 == 0) {
                choose(agent, Availability.AVAILABLE);
              }
            });
    sweeps.join();
    sweep();
    assertThat(agents)
        .allSatisfy(
            agent -> {
              Agent now = stored(agent);
              boolean chose = agent.id().getLeastSignificantBits() % 2 == 0;
              assertThat(now.availability())
                  .isEqualTo(chose ? Availability.AVAILABLE : Availability.OFFLINE);
              // Offline and then back, or by hand before the timer: then nothing else is told.
              assertThat(now.eventSequence() - agent.eventSequence())
                  .isBetween(1L, chose ? 2L : 1L);
              assertThat(now.presence().isAliveAt(FIVE.plusSeconds(1))).isTrue();
            });
  }

  @Test
  void a_heartbeat_writes_once_per_third_of_the_lease_and_brings_nobody_back() {
    Agent agent = choose(approved(null), Availability.AVAILABLE);
    Instant start = clock.now;
    Duration third = leases.length().dividedBy(3);
    Set<Instant> written = new TreeSet<>();
    for (int second = 0; second < 3_600; second += 5) {
      clock.now = start.plusSeconds(second);
      sweep();
      signOfLife(agent);
      written.add(aliveUntil(agent));
    }
    assertThat(written).hasSizeLessThanOrEqualTo(1 + (int) (3_600 / third.toSeconds()));
    assertThat(stored(agent).availability()).isEqualTo(Availability.AVAILABLE);

    clock.now = aliveUntil(agent);
    sweep();
    assertThat(stored(agent).availability()).isEqualTo(Availability.OFFLINE);
    assertThat(stored(agent).availabilitySince()).isEqualTo(clock.now);
    clock.now = clock.now.plusSeconds(1);
    signOfLife(agent);
    assertThat(stored(agent).availability()).isEqualTo(Availability.OFFLINE);
    assertThat(aliveUntil(agent)).isEqualTo(clock.now.plus(leases.length()));
  }

  @Test
  void a_sign_of_life_of_somebody_without_an_account_is_nothing() {
    assertThat(leases.prolong(UuidV7.next(), clock.now)).isTrue();
  }
}
