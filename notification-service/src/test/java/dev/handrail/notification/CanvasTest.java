package dev.handrail.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The service's canvas names the events it hears, which are those of the contract. */
class CanvasTest {
  private static final Pattern EVENT = Pattern.compile("`([A-Z][A-Za-z]+)`");

  @Test
  void the_canvas_lists_exactly_the_events_of_the_contract() throws IOException {
    String canvas = Files.readString(Path.of("..", "docs", "canvas", "notification-service.md"));
    String in = canvas.substring(canvas.indexOf("## Events in"), canvas.indexOf("## What must"));
    Set<String> named =
        EVENT.matcher(in).results().map(m -> m.group(1)).collect(Collectors.toSet());

    Set<String> published = new HashSet<>();
    for (String topic : List.of("ticket-events", "agent-events")) {
      Path contracts =
          Path.of("..", "event-contracts", "src", "main", "resources", "contracts", topic);
      try (var files = Files.list(contracts)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".v1.sample.json"))
            .forEach(name -> published.add(name.substring(0, name.indexOf('.'))));
      }
    }
    assertThat(named).isEqualTo(published);
  }
}
