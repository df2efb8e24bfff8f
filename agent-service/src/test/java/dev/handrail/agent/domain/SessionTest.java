package dev.handrail.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.domain.Session.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Session.Terms TERMS = Session.Terms.SHIPPED;
  private static final Session FRESH =
      Session.start(new UUID(0, 1), new UUID(0, 2), "family", "token-0", NOON);

  private static Session exchanged(Session session, String presented, String next, Instant now) {
    Outcome outcome = session.present(presented, next, "salt-of-" + next, TERMS, now);
    assertThat(outcome).isInstanceOf(Outcome.Exchange.class);
    return ((Outcome.Exchange) outcome).session();
  }

  @Test
  void a_token_is_exchanged_for_the_next() {
    Instant later = NOON.plusSeconds(300);

    assertThat(FRESH.present("token-0", "token-1", "salt", TERMS, later))
        .isEqualTo(
            new Outcome.Exchange(
                new Session(
                    FRESH.id(),
                    FRESH.agentId(),
                    "family",
                    "token-1",
                    "token-0",
                    "salt",
                    NOON,
                    later,
                    null,
                    null)));
  }

  @Test
  void the_same_exchange_within_ten_seconds_is_answered_alike() {
    Session second = exchanged(FRESH, "token-0", "token-1", NOON);

    assertThat(second.present("token-0", "other", "salt", TERMS, NOON.plusMillis(9_999)))
        .isEqualTo(new Outcome.Repeat(second));
  }

  @Test
  void later_it_is_reuse_and_ends_the_family() {
    Session second = exchanged(FRESH, "token-0", "token-1", NOON);
    Instant later = NOON.plusSeconds(10);

    Outcome outcome = second.present("token-0", "other", "salt", TERMS, later);

    assertThat(outcome).isEqualTo(new Outcome.Reuse(second.ended(Session.End.REUSED, later)));
    Session ended = ((Outcome.Reuse) outcome).session();
    assertThat(ended.present("token-1", "other", "salt", TERMS, later))
        .isEqualTo(new Outcome.Over());
    assertThat(ended.salt()).isNull();
  }

  @Test
  void one_before_the_former_is_reuse_at_once() {
    Session third =
        exchanged(exchanged(FRESH, "token-0", "token-1", NOON), "token-1", "token-2", NOON);

    assertThat(third.present("token-0", "other", "salt", TERMS, NOON))
        .isInstanceOf(Outcome.Reuse.class);
  }

  @Test
  void a_token_of_the_family_that_never_was_is_reuse() {
    assertThat(FRESH.present("made-up", "other", "salt", TERMS, NOON))
        .isInstanceOf(Outcome.Reuse.class);
  }

  @Test
  void it_ends_after_a_week_without_exchange_and_after_thirty_days_anyway() {
    Instant idle = NOON.plus(Duration.ofDays(7));
    assertThat(FRESH.expiresAt(TERMS)).isEqualTo(idle);
    assertThat(FRESH.present("token-0", "x", "s", TERMS, idle)).isEqualTo(new Outcome.Over());
    assertThat(FRESH.present("token-0", "x", "s", TERMS, idle.minusNanos(1)))
        .isInstanceOf(Outcome.Exchange.class);

    Session session = FRESH;
    Instant now = NOON;
    for (int day = 1; day < 30; day++) {
      now = now.plus(Duration.ofDays(1));
      session = exchanged(session, "token-" + (day - 1), "token-" + day, now);
    }
    assertThat(session.present("token-29", "x", "s", TERMS, NOON.plus(Duration.ofDays(30))))
        .isEqualTo(new Outcome.Over());
  }

  @Test
  void what_is_over_stays_as_it_ended() {
    Session out = FRESH.ended(Session.End.SIGNED_OUT, NOON);

    assertThat(out.ended(Session.End.PASSWORD, NOON.plusSeconds(5))).isEqualTo(out);
    assertThat(out.present("token-0", "x", "s", TERMS, NOON)).isEqualTo(new Outcome.Over());
  }

  /**
   * Owner and thief share a stolen token and take turns in any order: once both have used what they
   * hold beyond the grace, the family is over, and never do two different tokens work.
   */
  @Property(tries = 500)
  void two_who_share_a_family_do_not_both_go_on(
      @ForAll @Size(min = 2, max = 30) List<Boolean> thiefsTurns,
      @ForAll @IntRange(min = 11, max = 600) int pause) {
    Session session = FRESH;
    String[] holds = {"token-0", "token-0"};
    Instant now = NOON;
    int made = 0;
    boolean over = false;
    boolean[] used = {false, false};
    for (boolean thief : thiefsTurns) {
      now = now.plusSeconds(pause);
      int who = thief ? 1 : 0;
      used[who] = true;
      String next = "token-" + ++made;
      switch (session.present(holds[who], next, "salt", TERMS, now)) {
        case Outcome.Exchange(Session after) -> {
          assertThat(over).isFalse();
          session = after;
          holds[who] = next;
        }
        case Outcome.Reuse(Session after) -> {
          session = after;
          over = true;
        }
        case Outcome.Over _ -> assertThat(over).isTrue();
        case Outcome.Repeat _ -> throw new AssertionError("beyond the grace");
      }
    }

    assertThat(over).isEqualTo(used[0] && used[1]);
  }

  /** At most one token is good for an exchange, whatever has been presented. */
  @Property(tries = 300)
  void one_token_is_good_at_a_time(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 5) Integer> ages) {
    Session session = FRESH;
    int newest = 0;
    for (int age : ages) {
      String presented = "token-" + Math.max(0, newest - age);
      Outcome outcome = session.present(presented, "token-" + (newest + 1), "s", TERMS, NOON);
      if (outcome instanceof Outcome.Exchange(Session after)) {
        assertThat(presented).isEqualTo("token-" + newest);
        session = after;
        newest++;
      } else if (outcome instanceof Outcome.Reuse(Session after)) {
        session = after;
      }
    }
    Session last = session;
    for (int one = 0; one <= newest; one++) {
      boolean good =
          last.present("token-" + one, "x", "s", TERMS, NOON) instanceof Outcome.Exchange;
      assertThat(good).isEqualTo(last.endedAt() == null && one == newest);
    }
  }
}
