package dev.handrail.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document is valid and speaks of the same events and topics as everything else. */
class AsyncApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path CHECK = Path.of("asyncapi-check");
  private static final Path WORK = Path.of("target", "asyncapi-check");
  private static final Path DOCUMENT = ContractFiles.ROOT.resolve("asyncapi.yaml");

  @BeforeAll
  static void install_the_parser() throws Exception {
    Files.createDirectories(WORK);
    for (String file : List.of("package.json", "package-lock.json", ".npmrc", "check.mjs")) {
      Files.copy(CHECK.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path lock = WORK.resolve("package-lock.json");
    Path installed = WORK.resolve("installed-lock.json");
    if (!Files.exists(installed) || Files.mismatch(lock, installed) != -1) {
      run(WORK, "npm", "ci", "--ignore-scripts", "--prefer-offline");
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void the_document_is_valid() throws Exception {
    assertThat(check(DOCUMENT).get("problems")).isEmpty();
  }

  @Test
  void a_reference_to_nothing_and_a_key_that_is_not_in_the_specification_are_seen()
      throws Exception {
    String good = Files.readString(DOCUMENT);
    Path copies = WORK.resolve("broken");
    copy(ContractFiles.ROOT, copies);

    Files.writeString(
        copies.resolve("asyncapi.yaml"),
        good.replace("ticket-events/TicketRated.v1", "ticket-events/TicketBerated.v1"));
    assertThat(check(copies.resolve("asyncapi.yaml")).get("problems")).isNotEmpty();

    Files.writeString(
        copies.resolve("asyncapi.yaml"), good.replace("action: send", "action: publish"));
    assertThat(check(copies.resolve("asyncapi.yaml")).get("problems")).isNotEmpty();
  }

  @Test
  void it_describes_exactly_the_events_that_have_schema_and_sample() throws Exception {
    Set<String> described = new TreeSet<>();
    for (JsonNode channel : check(DOCUMENT).get("channels")) {
      channel.get("events").forEach(e -> described.add(e.asText().replace("handrail.", "")));
    }

    assertThat(described)
        .isEqualTo(ContractFiles.eventsWithSchema())
        .isEqualTo(ContractFiles.eventsWithSample());
  }

  @Test
  void its_channels_are_the_topics_with_their_settings() throws Exception {
    List<Topic> described = new ArrayList<>();
    check(DOCUMENT).get("channels").forEach(channel -> described.add(Topic.of(channel)));
    List<Topic> listed = new ArrayList<>();
    ContractFiles.json(ContractFiles.ROOT.resolve("topics.json"))
        .forEach(topic -> listed.add(Topic.of(topic)));

    assertThat(described).hasSize(12).containsExactlyInAnyOrderElementsOf(listed);
  }

  private record Topic(String name, int partitions, long retentionMs, String cleanupPolicy) {
    static Topic of(JsonNode json) {
      return new Topic(
          json.get("name").asText(),
          json.get("partitions").asInt(),
          json.get("retentionMs").asLong(),
          json.get("cleanupPolicy").asText());
    }
  }

  private static JsonNode check(Path document) throws Exception {
    return JSON.readTree(run(WORK, "node", "check.mjs", document.toAbsolutePath().toString()));
  }

  private static String run(Path folder, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
      assertThat(process.exitValue())
          .as(
              "%s said:%n%s%n%s",
              List.of(command), Files.readString(output), Files.readString(errors))
          .isZero();
      return Files.readString(output);
    } catch (IOException e) {
      throw new AssertionError(
          "The AsyncAPI document is checked with Node and npm; '"
              + command[0]
              + "' could not be started. Install Node 20 or newer.",
          e);
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
