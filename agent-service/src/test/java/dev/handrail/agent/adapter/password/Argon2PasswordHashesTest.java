package dev.handrail.agent.adapter.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.kit.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class Argon2PasswordHashesTest {
  private final Argon2PasswordHashes hashes =
      new Argon2PasswordHashes(2, 16, new SimpleMeterRegistry());

  @Test
  void a_password_matches_its_hash_and_no_other_does() {
    String hash = hashes.hash("zebra-lamp-42");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("zebra");
    assertThat(hashes.matches("zebra-lamp-42", hash)).isTrue();
    assertThat(hashes.matches("zebra-lamp-43", hash)).isFalse();
    assertThat(hashes.hash("zebra-lamp-42")).isNotEqualTo(hash);
    assertThat(hashes.isOutdated(hash)).isFalse();
  }

  @Test
  void composed_and_decomposed_letters_are_the_same() {
    assertThat(hashes.matches("cafe\u0301-lamp-42", hashes.hash("caf\u00e9-lamp-42"))).isTrue();
  }

  /** Made by the reference implementation: {@code argon2 somesalt -id -t 2 -m 16 -p 1 -l 32}. */
  @Test
  void the_reference_implementation_agrees() {
    assertThat(
            hashes.matches(
                "password",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                    + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
        .isTrue();
  }

  @Test
  void what_is_no_hash_matches_nothing_and_takes_the_same_work() {
    for (String hash :
        List.of(
            "",
            "!",
            "zebra-lamp-42",
            "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
            "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8")) {
      int before = hashes.computed();
      assertThat(hashes.matches("zebra-lamp-42", hash)).isFalse();
      assertThat(hashes.computed()).isEqualTo(before + 1);
    }
  }

  @Test
  void a_hash_of_other_costs_is_outdated() {
    assertThat(hashes.isOutdated("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$x")).isTrue();
  }

  @Test
  void a_flood_is_turned_away_instead_of_taking_the_memory() throws Exception {
    Semaphore turns = new Semaphore(0, true);
    var narrow = new Argon2PasswordHashes(turns, 3, Duration.ofMinutes(1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(threads.submit(() -> narrow.matchNothing("zebra-lamp-42")));
      }
      Eventually.until(Duration.ofSeconds(10), "three wait", () -> turns.getQueueLength() == 3);

      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> narrow.matches("zebra-lamp-42", "x"))
            .isInstanceOf(PasswordHashes.TooBusy.class);
      }
      assertThat(narrow.computed()).isZero();

      turns.release();
      for (Future<?> one : waiting) {
        one.get();
      }
    }
    assertThat(narrow.computed()).isEqualTo(3);
    narrow.matchNothing("zebra-lamp-42");
  }

  @Test
  void nobody_waits_for_ever() {
    var stuck = new Argon2PasswordHashes(new Semaphore(0), 3, Duration.ofMillis(1));

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> stuck.hash("zebra-lamp-42"))
          .isInstanceOf(PasswordHashes.TooBusy.class);
    }
  }

  @Test
  void at_least_one_must_be_let_in() {
    assertThatThrownBy(() -> new Argon2PasswordHashes(0, 1, new SimpleMeterRegistry()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Argon2PasswordHashes(1, -1, new SimpleMeterRegistry()))
        .isInstanceOf(IllegalStateException.class);
  }
}
