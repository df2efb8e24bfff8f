package dev.handrail.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The service's canvas names the events of the contract, all of them and no others. */
class CanvasTest {

  private static final Pattern EVENT = Pattern.compile("`([A-Z][A-Za-z]+)`");

  @Test
  void the_canvas_lists_exactly_the_events_of_the_contract() throws IOException {
    String canvas = Files.readString(Path.of("..", "docs", "canvas", "agent-service.md"));
    String published =
        canvas.substring(canvas.indexOf("## Events out"), canvas.indexOf("## Events in"));
    var named = EVENT.matcher(published).results().map(m -> m.group(1)).collect(Collectors.toSet());

    Path contracts =
        Path.of("..", "event-contracts", "src", "main", "resources", "contracts", "agent-events");
    try (var files = Files.list(contracts)) {
      assertThat(named)
          .isEqualTo(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(f -> f.endsWith(".v1.sample.json"))
                  .map(f -> f.substring(0, f.indexOf('.')))
                  .collect(Collectors.toSet()));
    }
  }
}
