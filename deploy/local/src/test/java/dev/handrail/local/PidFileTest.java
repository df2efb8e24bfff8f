package dev.handrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {
  @TempDir Path folder;

  @Test
  void a_living_process_is_found_again() {
    PidFile file = new PidFile(folder.resolve("me.pid"));
    file.write(ProcessHandle.current().pid());
    assertThat(file.living().orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(new DataFolder(folder).marked()).isEmpty();
  }

  @Test
  void a_later_process_with_the_same_number_is_not_taken_for_it() throws Exception {
    PidFile file = new PidFile(folder.resolve("me.pid"));
    file.write(ProcessHandle.current().pid());
    String[] parts = Files.readString(file.path()).strip().split(" ", 2);
    Files.writeString(file.path(), parts[0] + " " + parts[1] + "1\n");
    assertThat(file.living()).isEmpty();
  }

  @Test
  void one_that_ended_is_gone_even_before_its_parent_took_note() throws Exception {
    Process child = new ProcessBuilder("sleep", "600").start();
    var identity = ProcessIdentity.of(child.pid()).orElseThrow();
    assertThat(identity.isAlive()).isTrue();
    assertThat(identity.handle()).isPresent();
    child.destroyForcibly().waitFor();
    assertThat(identity.isAlive()).isFalse();
    assertThat(identity.handle()).isEmpty();

    PidFile file = new PidFile(folder.resolve("gone.pid"));
    file.write(child.pid());
    assertThat(file.path()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "17", "x y", "17 somewhere/1"})
  void a_broken_file_names_nobody(String content) throws Exception {
    Path path = Files.writeString(folder.resolve("broken.pid"), content);
    assertThat(new PidFile(path).living()).isEmpty();
    assertThat(new PidFile(folder.resolve("none.pid")).living()).isEmpty();
  }

  @Test
  void ending_asks_first_and_then_insists() throws Exception {
    Process kind = new ProcessBuilder("sleep", "600").start();
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done")
            .start();
    assertThat(stubborn.getInputStream().read()).isEqualTo('r');
    Leftovers.end(
        List.of(
            ProcessIdentity.of(kind.pid()).orElseThrow(),
            ProcessIdentity.of(stubborn.pid()).orElseThrow()),
        java.time.Duration.ofMillis(300));
    assertThat(kind.waitFor()).isEqualTo(128 + 15);
    assertThat(stubborn.waitFor()).isEqualTo(128 + 9);
  }
}
