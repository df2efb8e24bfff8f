package dev.handrail.kit.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final String NAME = OutageTest.class.getName();

  private final List<String> lines = new ArrayList<>();
  private final java.util.logging.Logger target = java.util.logging.Logger.getLogger(NAME);
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {
          // Kept in memory.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  @BeforeEach
  void listen() {
    target.addHandler(handler);
  }

  @AfterEach
  void leave() {
    target.removeHandler(handler);
  }

  @Test
  void trouble_is_told_once_and_its_end_once_however_often_it_comes_back_within_the_minute() {
    Outage outage = new Outage(Logger.getLogger(NAME), "The test");
    outage.worked();
    for (int i = 0; i < 100; i++) {
      outage.failed(new IllegalStateException("away"));
      outage.failed(new IllegalStateException("away"));
      assertThat(outage.lasts()).isTrue();
      outage.worked();
      assertThat(outage.lasts()).isFalse();
    }

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("WARN");
    assertThat(lines.getLast()).startsWith("INFO");
  }
}
