package dev.handrail.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files of this module as they lie in the source tree. */
final class ContractFiles {
  static final Path ROOT = Path.of("src", "main", "resources", "contracts");

  /** The topics that have events so far. */
  static final List<String> TOPICS = List.of("ticket-events", "agent-events");

  static final String SCHEMA = ".schema.json";
  static final String SAMPLE = ".sample.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ContractFiles() {}

  /** Names and versions of the events that have a schema, such as TicketCreated.v1. */
  static Set<String> eventsWithSchema() {
    Set<String> events = named(SCHEMA);
    events.removeIf(name -> name.startsWith("common."));
    return events;
  }

  /** Names and versions of the events that have a golden sample. */
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

  /** Likewise of one topic. */
  static Set<String> eventsWithSample(String topic) {
    return named(topic, SAMPLE);
  }

  private static Set<String> named(String end) {
    Set<String> events = new TreeSet<>();
    TOPICS.forEach(topic -> events.addAll(named(topic, end)));
    return events;
  }

  private static Set<String> named(String topic, String end) {
    try (var files = Files.list(ROOT.resolve(topic))) {
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
