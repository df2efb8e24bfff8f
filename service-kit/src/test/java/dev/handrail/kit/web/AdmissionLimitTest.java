package dev.handrail.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionLimitTest {
  private static final long SLOW = Duration.ofSeconds(1).toNanos();

  private final Admission admission = new Admission(config(4, 10));

  @Test
  void so_many_are_let_in_and_one_more_when_one_has_left() {
    assertThat(letIn()).isEqualTo(10);

    admission.leave(0, 1);

    assertThat(letIn()).isEqualTo(1);
  }

  @Test
  void slow_answers_let_fewer_in_but_never_fewer_than_the_least() {
    letIn();
    for (int i = 0; i < 3; i++) {
      admission.leave(0, SLOW + 1);
    }
    assertThat(admission.limit()).isBetween(5, 9);

    for (int i = 0; i < 7; i++) {
      admission.leave(0, SLOW + 1);
    }
    assertThat(admission.limit()).isEqualTo(4);
    assertThat(letIn()).isEqualTo(4);
  }

  @Test
  void quick_answers_let_more_in_again_but_never_more_than_the_most() {
    slow_answers_let_fewer_in_but_never_fewer_than_the_least();
    for (int i = 0; i < 50; i++) {
      admission.leave(0, SLOW - 1);
      letIn();
    }

    assertThat(admission.inFlight()).isEqualTo(10);
  }

  @Test
  void few_quick_answers_say_nothing_of_many() {
    slow_answers_let_fewer_in_but_never_fewer_than_the_least();
    while (admission.inFlight() > 0) {
      admission.leave(0, SLOW + 1);
    }
    for (int i = 0; i < 50; i++) {
      admission.enter();
      admission.leave(0, 1);
    }

    assertThat(admission.limit()).isEqualTo(4);
  }

  @Test
  void limits_that_contradict_each_other_stop_the_start() {
    assertThatThrownBy(() -> new Admission(config(0, 10)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Admission(config(11, 10)))
        .isInstanceOf(IllegalStateException.class);
  }

  private int letIn() {
    int entered = 0;
    while (admission.enter()) {
      entered++;
    }
    return entered;
  }

  private static AdmissionConfig config(int min, int max) {
    return new AdmissionConfig() {
      @Override
      public int max() {
        return max;
      }

      @Override
      public int min() {
        return min;
      }

      @Override
      public Duration slow() {
        return Duration.ofNanos(SLOW);
      }
    };
  }
}
