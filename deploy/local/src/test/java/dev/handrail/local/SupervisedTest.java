package dev.handrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {
  @TempDir Path folder;

  private final BlockingQueue<Process> started = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  @Test
  void what_dies_is_started_again_until_it_is_stopped() throws Exception {
    Supervised process = supervised("sleep", "600");
    process.start();
    Process first = next();
    first.destroyForcibly();
    Process second = next();
    assertThat(log.poll(10, TimeUnit.SECONDS))
        .isEqualTo("it: It ended with code 137. Starting it again in 200 ms.");

    process.stop();
    assertThat(second.isAlive()).isFalse();
    assertThat(process.pid()).isEmpty();
    assertThat(folder.resolve("it.pid")).doesNotExist();
    assertThat(started).isEmpty();
    process.stop();
  }

  @Test
  void the_delay_grows_while_it_keeps_ending() throws Exception {
    Supervised process = supervised("false");
    process.start();
    assertThat(log.poll(10, TimeUnit.SECONDS)).endsWith("in 200 ms.");
    assertThat(log.poll(10, TimeUnit.SECONDS)).endsWith("in 400 ms.");
    assertThat(log.poll(10, TimeUnit.SECONDS)).endsWith("in 800 ms.");
    assertThat(process.endings()).isGreaterThanOrEqualTo(3);
    assertThat(process.trouble()).contains("It ended with code 1.");
    process.stop();
  }

  @Test
  void the_delay_has_a_limit() {
    Duration delay = Supervised.FIRST_DELAY;
    for (int i = 0; i < 20; i++) {
      delay = Supervised.longer(delay);
    }
    assertThat(delay).isEqualTo(Supervised.LONGEST_DELAY);
  }

  @Test
  void what_cannot_be_started_is_tried_again() throws Exception {
    Supervised process = supervised(folder.resolve("nothing").toString());
    process.start();
    assertThat(log.poll(10, TimeUnit.SECONDS)).startsWith("it: It could not be started: ");
    assertThat(log.poll(10, TimeUnit.SECONDS)).startsWith("it: It could not be started: ");
    process.stop();
  }

  private Supervised supervised(String... command) {
    return new Supervised(
        "it", () -> start(List.of(command)), new PidFile(folder.resolve("it.pid")), log::add);
  }

  private Running start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return new Running.Jvm(process, Duration.ofSeconds(25));
  }

  private Process next() throws InterruptedException {
    Process process = started.poll(10, TimeUnit.SECONDS);
    assertThat(process).isNotNull();
    return process;
  }
}
