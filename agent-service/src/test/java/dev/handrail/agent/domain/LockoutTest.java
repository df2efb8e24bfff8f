package dev.handrail.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.agent.domain.Lockout.Counter;
import dev.handrail.agent.domain.Lockout.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockoutTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Lockout LOCKOUT = Lockout.SHIPPED;

  /** The counts as a store keeps them. */
  private static final class Store {
    final Map<String, Guesses> counts = new HashMap<>();

    List<Counter> strangers(String account, String source) {
      return List.of(counter(Kind.ACCOUNT, account), counter(Kind.SOURCE, source));
    }

    Counter counter(Kind kind, String key) {
      return new Counter(kind, key, counts.getOrDefault(kind + " " + key, Guesses.NONE));
    }

    /** One try; gives how long it was kept from going ahead. */
    Duration tries(List<Counter> counters, Instant now) {
      var verdict = LOCKOUT.admit(counters, now);
      verdict.counters().forEach(c -> counts.put(c.kind() + " " + c.key(), c.guesses()));
      return verdict.delay();
    }

    void succeeds(List<Counter> before) {
      for (Counter one : before) {
        Counter now = counter(one.kind(), one.key());
        counts.put(one.kind() + " " + one.key(), Lockout.afterSuccess(now));
      }
    }
  }

  private final Store store = new Store();

  @Test
  void the_delay_grows_and_stops_growing() {
    Guesses.Terms terms = LOCKOUT.account();

    assertThat(List.of(0, 4, 5, 6, 7, 8, 9, 10, 11, 900).stream().map(terms::delay))
        .extracting(Duration::toSeconds)
        .containsExactly(0L, 0L, 30L, 60L, 120L, 240L, 480L, 900L, 900L, 900L);
  }

  @Test
  void five_wrong_tries_are_borne_and_the_sixth_waits() {
    for (int i = 0; i < 5; i++) {
      assertThat(store.tries(store.strangers("ann", "1.1.1.1"), NOON)).isZero();
    }

    assertThat(store.tries(store.strangers("ann", "2.2.2.2"), NOON)).hasSeconds(30);
    assertThat(store.tries(store.strangers("ann", "2.2.2.2"), NOON.plusSeconds(29))).hasSeconds(1);
    assertThat(store.tries(store.strangers("ann", "2.2.2.2"), NOON.plusSeconds(30))).isZero();
    assertThat(store.tries(store.strangers("ann", "3.3.3.3"), NOON.plusSeconds(30))).hasSeconds(60);
  }

  @Test
  void a_try_that_is_kept_out_changes_nothing() {
    for (int i = 0; i < 5; i++) {
      store.tries(store.strangers("ann", "1.1.1.1"), NOON);
    }
    Map<String, Guesses> before = Map.copyOf(store.counts);

    for (int i = 0; i < 100; i++) {
      store.tries(store.strangers("ann", "2.2.2.2"), NOON.plusSeconds(1));
    }

    assertThat(store.counts).isEqualTo(before);
  }

  @Test
  void one_address_cannot_try_one_account_after_another() {
    Duration wait = Duration.ZERO;
    int tried = 0;
    while (wait.isZero()) {
      wait = store.tries(store.strangers("account-" + tried++, "1.1.1.1"), NOON);
    }

    assertThat(tried).isEqualTo(21);
    assertThat(wait).hasSeconds(30);
    assertThat(store.tries(store.strangers("account-x", "2.2.2.2"), NOON)).isZero();
  }

  @Test
  void who_has_an_account_cannot_clear_the_address_with_it() {
    for (int i = 0; i < 20; i++) {
      store.tries(store.strangers("victim-" + i, "1.1.1.1"), NOON);
      if (store.counter(Kind.SOURCE, "1.1.1.1").guesses().wait(LOCKOUT.source(), NOON).isZero()) {
        store.tries(store.strangers("mine", "1.1.1.1"), NOON);
        store.succeeds(store.strangers("mine", "1.1.1.1"));
      }
    }

    assertThat(store.counter(Kind.SOURCE, "1.1.1.1").guesses().count()).isEqualTo(20);
    assertThat(store.tries(store.strangers("victim", "1.1.1.1"), NOON)).isPositive();
  }

  @Test
  void the_right_password_begins_the_accounts_count_anew() {
    for (int i = 0; i < 4; i++) {
      store.tries(store.strangers("ann", "1.1.1.1"), NOON);
    }
    store.succeeds(store.strangers("ann", "1.1.1.1"));

    assertThat(store.counter(Kind.ACCOUNT, "ann").guesses()).isEqualTo(Guesses.NONE);
    assertThat(store.counter(Kind.SOURCE, "1.1.1.1").guesses().count()).isEqualTo(3);
  }

  @Test
  void a_known_device_is_let_in_while_strangers_keep_the_account_locked() {
    for (int i = 0; i < 10; i++) {
      store.tries(store.strangers("ann", "1.1.1.1"), NOON.plusSeconds(3_000L * i));
    }
    Instant now = NOON.plusSeconds(30_000);
    while (store.tries(store.strangers("ann", "1.1.1.1"), now).isZero()) {
      // Until the account is locked.
    }

    assertThat(store.tries(List.of(store.counter(Kind.DEVICE, "laptop")), now)).isZero();
  }

  @Test
  void a_known_device_that_was_stolen_has_its_own_few_tries() {
    Duration wait = Duration.ZERO;
    int tried = 0;
    while (wait.isZero()) {
      wait = store.tries(List.of(store.counter(Kind.DEVICE, "laptop")), NOON);
      tried++;
    }

    assertThat(tried).isEqualTo(11);
    assertThat(store.counter(Kind.ACCOUNT, "ann").guesses()).isEqualTo(Guesses.NONE);
  }

  @ParameterizedTest
  @CsvSource({"59, 4", "60, 3", "119, 3", "120, 2", "600, 0"})
  void wrong_tries_are_forgiven_one_by_one(int minutes, int left) {
    Guesses four = new Guesses(4, NOON);

    Guesses next = four.begun(LOCKOUT.account(), NOON.plus(Duration.ofMinutes(minutes)));

    assertThat(next).isEqualTo(new Guesses(left + 1, NOON.plus(Duration.ofMinutes(minutes))));
  }

  @Test
  void a_clock_that_was_set_back_lengthens_no_wait() {
    Guesses locked = new Guesses(50, NOON.plus(Duration.ofDays(3)));

    assertThat(locked.wait(LOCKOUT.account(), NOON)).isEqualTo(LOCKOUT.account().longest());
  }

  @Test
  void the_longest_of_two_waits_counts() {
    var verdict =
        LOCKOUT.admit(
            List.of(
                new Counter(Kind.ACCOUNT, "ann", new Guesses(7, NOON)),
                new Counter(Kind.SOURCE, "1.1.1.1", new Guesses(20, NOON))),
            NOON);

    assertThat(verdict.delay()).hasSeconds(120);
    assertThat(verdict.admitted()).isFalse();
    assertThat(verdict.counters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:1:2:ffff:0:0:1, 2001:db8:1:2::/64"
  })
  void a_subscriber_of_ipv6_is_one_source(String address, String source) {
    assertThat(Lockout.sourceOf(address)).isEqualTo(source);
    assertThat(Lockout.sourceOf(null)).isEqualTo("unknown");
  }

  @Test
  void terms_make_sense() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Guesses.Terms(0, second, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Guesses.Terms(1, Duration.ZERO, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Guesses.Terms(1, second, Duration.ZERO, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Guesses.Terms(1, second, second, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Guesses(1, null)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Guesses.NONE.takenBack()).isEqualTo(Guesses.NONE);
  }

  /** However the tries are spread over time and addresses, an account bears about 100 a day. */
  @Property(tries = 200)
  void no_spacing_of_tries_guesses_at_one_account_more_often_than_the_terms_allow(
      @ForAll @Size(min = 50, max = 400) List<@IntRange(min = 0, max = 1_200) Integer> pauses) {
    Store counts = new Store();
    Instant now = NOON;
    List<Instant> admitted = new ArrayList<>();
    int source = 0;
    for (int pause : pauses) {
      now = now.plusSeconds(pause);
      if (counts.tries(counts.strangers("ann", "address-" + source++), now).isZero()) {
        admitted.add(now);
      }
    }

    for (int first = 0; first < admitted.size(); first++) {
      Instant begin = admitted.get(first);
      long withinTheHour =
          admitted.stream()
              .filter(at -> !at.isBefore(begin) && at.isBefore(begin.plusSeconds(3_600)))
              .count();
      // Five for free, five on the way up to a quarter hour, then four; one is forgiven.
      assertThat(withinTheHour).isLessThanOrEqualTo(13);
    }
  }

  /** What is admitted is never kept waiting, and what waits is told when it may. */
  @Property(tries = 300)
  void a_wait_is_told_exactly(
      @ForAll @IntRange(min = 0, max = 40) int count,
      @ForAll @IntRange(min = 0, max = 2_000) int later) {
    Guesses guesses = new Guesses(count, NOON);
    Instant now = NOON.plusSeconds(later);
    Duration wait = guesses.wait(LOCKOUT.account(), now);

    assertThat(guesses.wait(LOCKOUT.account(), now.plus(wait))).isZero();
    if (!wait.isZero()) {
      assertThat(guesses.wait(LOCKOUT.account(), now.plus(wait).minusNanos(1))).isPositive();
    }
  }
}
