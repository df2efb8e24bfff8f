package dev.handrail.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files of this module as they lie in the source tree. */
final class ContractFiles {
  static final Path ROOT = Path.of("src", "main", "resources", "contracts");
  static final Path TICKET_EVENTS = ROOT.resolve("ticket-events");
  static final String SCHEMA = ".schema.json";
  static final String SAMPLE = ".sample.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ContractFiles() {}

  /** Names and versions of the ticket events that have a schema, such as TicketCreated.v1. */
  static Set<String> eventsWithSchema() {
    Set<String> events = named(SCHEMA);
    events.removeIf(name -> name.startsWith("common."));
    return events;
  }

  /** Names and versions of the ticket events that have a golden sample. */
  static Set<String> eventsWithSample() {
    return named(SAMPLE);
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> named(String end) {
    try (var files = Files.list(TICKET_EVENTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(end))
          .map(name -> name.substring(0, name.length() - end.length()))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
