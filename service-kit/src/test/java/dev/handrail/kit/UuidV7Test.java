package dev.handrail.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UuidV7Test {
  @Test
  void an_id_has_version_seven_the_variant_of_the_rfc_and_the_present_time() {
    long before = System.currentTimeMillis();

    UUID id = UuidV7.next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16)
        .isBetween(before, System.currentTimeMillis() + 1_000);
  }

  @Test
  void the_layout_is_that_of_the_rfc() {
    long millis = Instant.parse("2022-02-22T19:22:22Z").toEpochMilli();

    UUID id = UuidV7.next(millis, new AtomicLong(), 0x18C4DC0C0C07398FL);

    assertThat(id).hasToString("017f22e2-79b0-7000-98c4-dc0c0c07398f");
  }

  @Test
  void ids_grow_as_text_and_as_bytes_also_within_a_millisecond() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      ids.add(UuidV7.next().toString());
    }

    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void ids_grow_when_the_clock_steps_back_and_when_the_counter_overflows() {
    AtomicLong newest = new AtomicLong();
    UUID previous = UuidV7.next(5_000, newest, 0);
    for (int i = 0; i < 10_000; i++) {
      UUID next = UuidV7.next(1_000, newest, 0);
      assertThat(
              Long.compareUnsigned(
                  next.getMostSignificantBits(), previous.getMostSignificantBits()))
          .isPositive();
      assertThat(next.version()).isEqualTo(7);
      previous = next;
    }
  }

  @Test
  void threads_never_get_the_same_id() throws InterruptedException {
    Set<UUID> ids = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 5_000; i++) {
                      ids.add(UuidV7.next());
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(ids).hasSize(40_000);
  }
}
