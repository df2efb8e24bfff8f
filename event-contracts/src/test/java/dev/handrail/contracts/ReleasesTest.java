package dev.handrail.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was released stays as it was; and the check that says so is shown to notice. */
class ReleasesTest {
  private static final Path KEPT = Path.of("src", "test", "resources", "released");
  private static final String SAMPLE = "ticket-events/TicketCreated.v1.sample.json";
  private static final String SCHEMA = "ticket-events/TicketUpdated.v1.schema.json";
  private static final String COMMON = "ticket-events/common.v1.schema.json";

  @TempDir Path folder;
  private Releases copy;

  @BeforeEach
  void copyAll() throws IOException {
    copy = new Releases(folder.resolve("contracts"), folder.resolve("kept"));
    copy(ContractFiles.ROOT, copy.contracts());
    copy(KEPT, copy.kept());
  }

  @Test
  void everything_is_as_it_was_released() {
    assertThat(new Releases(ContractFiles.ROOT, KEPT).problems()).isEmpty();
  }

  @Test
  void a_changed_sample_is_noticed() throws IOException {
    edit(copy.contracts().resolve(SAMPLE), "BKG-000123", "BKG-000124");

    assertThat(copy.problems()).singleElement().asString().contains(SAMPLE, "differs");
  }

  @Test
  void a_sample_cannot_be_released_anew() throws IOException {
    edit(copy.contracts().resolve(SAMPLE), "BKG-000123", "BKG-000124");
    addRevision(SAMPLE);

    assertThat(copy.problems()).singleElement().asString().contains(SAMPLE, "for ever");
  }

  @Test
  void a_sample_or_schema_that_is_gone_is_noticed() throws IOException {
    Files.delete(copy.contracts().resolve(SAMPLE));
    Files.delete(copy.contracts().resolve(SCHEMA));

    assertThat(copy.problems()).hasSize(2).allMatch(problem -> problem.contains("is gone"));
  }

  @Test
  void a_new_event_that_nobody_released_is_noticed() throws IOException {
    Files.writeString(copy.contracts().resolve("ticket-events/TicketMerged.v1.schema.json"), "{}");

    assertThat(copy.problems()).singleElement().asString().contains("TicketMerged");
  }

  @Test
  void a_changed_schema_is_noticed_even_if_it_only_grew() throws IOException {
    addAProperty();

    assertThat(copy.problems()).singleElement().asString().contains(COMMON, "differs");
  }

  @Test
  void an_addition_may_be_released_as_a_revision() throws IOException {
    addAProperty();
    addRevision(COMMON);

    assertThat(copy.problems()).isEmpty();
  }

  @Test
  void a_kept_revision_that_was_changed_is_noticed() throws IOException {
    edit(copy.kept().resolve(COMMON + ".r1"), "How urgent.", "How dire.");

    assertThat(copy.problems()).singleElement().asString().contains("missing or was changed");
  }

  @Test
  void a_revision_must_not_take_a_value_away() throws IOException {
    edit(copy.contracts().resolve(COMMON), "\"cannot_reproduce\",", "");
    addRevision(COMMON);

    assertThat(copy.problems()).singleElement().asString().contains("lost [cannot_reproduce]");
  }

  @Test
  void a_revision_must_not_take_a_property_away() throws IOException {
    edit(copy.contracts().resolve(COMMON), "\"department\": {", "\"division\": {");
    addRevision(COMMON);

    assertThat(copy.problems()).singleElement().asString().contains("department is gone");
  }

  @Test
  void a_revision_must_not_change_a_type() throws IOException {
    edit(copy.contracts().resolve(COMMON), "\"type\": \"integer\"", "\"type\": \"number\"");
    addRevision(COMMON);

    assertThat(copy.problems()).isNotEmpty().allMatch(problem -> problem.contains("/type was"));
  }

  @Test
  void a_revision_must_not_require_more_or_less_of_what_was_there() throws IOException {
    edit(
        copy.contracts().resolve(SCHEMA),
        "\"fields\"\n      ]",
        "\"fields\", \"priority\"\n      ]");
    edit(copy.contracts().resolve(COMMON), "\"rating\",\n", "");
    addRevision(SCHEMA);
    addRevision(COMMON);

    assertThat(copy.problems()).hasSize(2).allMatch(problem -> problem.contains("/required was"));
  }

  @Test
  void a_revision_must_not_demand_what_was_free() throws IOException {
    edit(copy.contracts().resolve(SCHEMA), "\"minItems\": 1,", "\"minItems\": 1, \"maxItems\": 3,");
    addRevision(SCHEMA);

    assertThat(copy.problems()).singleElement().asString().contains("maxItems is a new demand");
  }

  private void addAProperty() throws IOException {
    edit(
        copy.contracts().resolve(COMMON),
        "\"department\": {",
        "\"team\": {\"type\": \"string\"}, \"department\": {");
  }

  /** What README.md tells to do for a schema that grew. */
  private void addRevision(String file) throws IOException {
    Path now = copy.contracts().resolve(file);
    String old = Releases.sha256(ContractFiles.ROOT.resolve(file));
    edit(
        copy.contracts().resolve("released.json"),
        "\"" + old + "\"",
        "\"" + old + "\", \"" + Releases.sha256(now) + "\"");
    if (file.endsWith(ContractFiles.SCHEMA)) {
      int next = 2;
      while (Files.exists(copy.kept().resolve(file + ".r" + next))) {
        next++;
      }
      Files.copy(now, copy.kept().resolve(file + ".r" + next));
    }
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
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
