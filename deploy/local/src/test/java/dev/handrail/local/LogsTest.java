package dev.handrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  @TempDir Path path;
  private DataFolder folder;

  @BeforeEach
  void makeFolders() {
    folder = new DataFolder(path);
    folder.prepare();
  }

  @Test
  void the_newest_hundred_lines_are_shown() throws Exception {
    Files.writeString(
        folder.log("kafka"),
        IntStream.rangeClosed(1, 150)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining()));
    assertThat(show("kafka").lines()).hasSize(100).startsWith("line 51").endsWith("line 150");
  }

  @Test
  void a_service_is_known_by_its_short_name_and_all_logs_have_a_heading() throws Exception {
    Files.writeString(folder.log("ticket-service"), "Grüße\n");
    Files.writeString(folder.log("kafka"), "from Kafka\n");
    assertThat(show("ticket")).isEqualTo("Grüße\n");
    assertThat(show(null)).isEqualTo("==> kafka <==\nfrom Kafka\n==> ticket-service <==\nGrüße\n");
  }

  @Test
  void what_has_no_log_is_told_in_a_sentence() throws Exception {
    assertThatThrownBy(() -> show(null))
        .isInstanceOf(Refusal.class)
        .hasMessage("There are no logs in " + folder.logs() + ".");
    Files.writeString(folder.log("kafka"), "x\n");
    assertThatThrownBy(() -> show("nobody"))
        .isInstanceOf(Refusal.class)
        .hasMessage("There is no log of \"nobody\"; there are kafka.");
  }

  @Test
  void the_last_words_pass_over_stack_frames() throws Exception {
    Path log = Files.writeString(folder.log("x"), "first\nIt broke\n\tat a.b.C\n\n");
    assertThat(Logs.lastWords(log)).isEqualTo("It broke.");
    assertThat(Logs.lastWords(folder.log("none"))).isEqualTo("it said nothing.");
  }

  private String show(@Nullable String service) {
    var bytes = new ByteArrayOutputStream();
    Logs.show(folder, service, false, new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
