package dev.handrail.endtoend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.endtoend.ledger.Outcome.Result;
import dev.handrail.endtoend.ledger.Outcome.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
  @TempDir Path folder;

  private final Operation opening = Operation.create("k1", "ada", "high");
  private final Operation reply = new Operation("k2", "k1", Step.CUSTOMER_REPLY, "ada", "ada", "");
  private final Outcome done =
      new Outcome("k1", Result.DONE, 2, 1, 201, "t1", null, new Seen("BKG-000001", "open", 1));

  @Test
  void gives_back_what_was_written_down() {
    Path file = folder.resolve("ledger.jsonl");
    try (LedgerFile ledger = LedgerFile.append(file)) {
      ledger.intend(opening);
      ledger.intend(reply);
      ledger.settle(done);
    }

    assertThat(LedgerFile.read(file))
        .containsExactly(new Recorded(opening, done), new Recorded(reply, null));
  }

  @Test
  void an_operation_without_an_answer_is_indefinite() {
    assertThat(new Recorded(reply, null).result()).isEqualTo(Result.INDEFINITE);
  }

  @Test
  void forgives_a_last_line_that_was_cut_off() throws IOException {
    Path file = folder.resolve("ledger.jsonl");
    try (LedgerFile ledger = LedgerFile.append(file)) {
      ledger.intend(opening);
    }
    Files.writeString(file, "{\"intent\":{\"key\":\"k2", StandardOpenOption.APPEND);

    assertThat(LedgerFile.read(file)).containsExactly(new Recorded(opening, null));
  }
}
