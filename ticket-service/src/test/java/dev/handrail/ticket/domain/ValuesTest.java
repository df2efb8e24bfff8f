package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.DESK;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.TicketProblem.FieldProblem;
import dev.handrail.ticket.domain.sla.Targets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  private static List<FieldProblem> problems(Consumer<Text> checks) {
    var text = new Text();
    checks.accept(text);
    try {
      text.done();
      return List.of();
    } catch (TicketProblem.Invalid invalid) {
      return invalid.fields();
    }
  }

  @Test
  void wire_values_are_lower_snake_case_and_old_names_are_understood() {
    assertThat(Status.WAITING_CUSTOMER.wire()).isEqualTo("waiting_customer");
    assertThat(Status.parse("on_hold")).contains(Status.WAITING_INTERNAL);
    assertThat(Status.parse("waiting_user")).contains(Status.WAITING_CUSTOMER);
    assertThat(Status.parse("OPEN")).isEmpty();
    assertThat(Priority.parse("normal")).contains(Priority.MEDIUM);
    assertThat(Priority.parse("low")).contains(Priority.LOW);
    assertThat(Priority.parse("")).isEmpty();
    assertThat(Wire.all(Priority.class)).isEqualTo("low, medium, high, urgent");
    for (Status s : Status.values()) {
      assertThat(Status.parse(s.wire())).contains(s);
      assertThat(s.isActive()).isEqualTo(s != Status.RESOLVED && s != Status.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t", "a\nb", "a\u0000b", "a\u0007", "\ud800x", "x\udc00"})
  void a_line_is_one_printable_line(String bad) {
    assertThat(problems(t -> t.line("subject", bad, 10)))
        .hasSize(1)
        .first()
        .extracting(FieldProblem::field)
        .isEqualTo("subject");
  }

  @Test
  void lengths_count_characters_and_not_code_units() {
    assertThat(problems(t -> t.line("f", "😀".repeat(200), 200))).isEmpty();
    assertThat(problems(t -> t.line("f", "😀".repeat(201), 200)))
        .containsExactly(new FieldProblem("f", "must be at most 200 characters"));
    assertThat(problems(t -> t.block("f", "x".repeat(11), 10))).hasSize(1);
    assertThat(problems(t -> t.block("f", "x".repeat(10), 10))).isEmpty();
    assertThat(new Text().line("f", "  trimmed ", 7)).isEqualTo("trimmed");
    assertThat(new Text().line("f", "من اليمين\u202e ", 30)).isEqualTo("من اليمين\u202e");
  }

  @Test
  void a_block_keeps_its_lines_and_refuses_what_cannot_be_stored() {
    assertThat(new Text().block("f", " a\r\nb\rc\td ", 20)).isEqualTo("a\nb\nc\td");
    assertThat(problems(t -> t.block("f", "a\u0000", 20))).hasSize(1);
    assertThat(problems(t -> t.block("f", null, 20)))
        .containsExactly(new FieldProblem("f", "is required"));
    assertThat(new Text().blockOrNull("f", null, 20)).isNull();
    assertThat(new Text().lineOrNull("f", null, 20)).isNull();
    assertThat(new Text().lineOrNull("f", "x", 20)).isEqualTo("x");
    assertThat(new Text().blockOrNull("f", "x", 20)).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource({"ride,true", "a_1,true", "Ride,false", "1a,false", "a-b,false", "'',false"})
  void keys_are_lower_snake_case(String key, boolean good) {
    assertThat(problems(t -> t.key("k", key)).isEmpty()).isEqualTo(good);
  }

  @Test
  void a_key_has_at_most_63_characters_and_comes_back_as_it_is() {
    assertThat(problems(t -> t.key("k", "a".repeat(63)))).isEmpty();
    assertThat(problems(t -> t.key("k", "a".repeat(64)))).hasSize(1);
    assertThat(problems(t -> t.key("k", null))).hasSize(1);
    assertThat(new Text().key("k", "ride")).isEqualTo("ride");
  }

  @Test
  void foreign_ids_are_kept_as_they_are() {
    assertThat(new Text().foreignId("id", "Ab:9/ü")).isEqualTo("Ab:9/ü");
    assertThat(problems(t -> t.foreignId("id", "x".repeat(255)))).isEmpty();
    assertThat(problems(t -> t.foreignId("id", "x".repeat(256)))).hasSize(1);
    assertThat(problems(t -> t.foreignId("id", "a b"))).hasSize(1);
    assertThat(problems(t -> t.foreignId("id", "a\u0001b"))).hasSize(1);
    assertThat(problems(t -> t.foreignId("id", " "))).hasSize(1);
    assertThat(problems(t -> t.foreignId("id", null))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"en,true", "pt-BR,true", "zh-Hant-TW,true", "e,false", "en_US,false", "en-,false"})
  void languages_are_bcp_47_tags(String tag, boolean good) {
    assertThat(problems(t -> t.languageOrNull("l", tag)).isEmpty()).isEqualTo(good);
    assertThat(new Text().languageOrNull("l", tag)).isEqualTo(tag);
  }

  @Test
  void one_answer_names_every_wrong_field() {
    assertThat(
            problems(
                t -> {
                  t.line("subject", null, 10);
                  t.oneOf("department", "nope", List.of("b", "a"));
                  t.oneOf("absent", null, List.of("a"));
                  t.oneOf("good", "a", List.of("a"));
                }))
        .containsExactly(
            new FieldProblem("subject", "is required"),
            new FieldProblem("department", "must be one of a, b"));
    assertThat(new TicketProblem.Invalid("a", "is b").detail()).isEqualTo("a: is b");
  }

  @Test
  void tags_are_lower_case_without_repeats() {
    assertThat(Content.tags(new Text(), List.of(" VIP ", "vip", "late")))
        .containsExactly("vip", "late");
    assertThat(problems(t -> Content.tags(t, Collections.nCopies(21, "x")))).hasSize(1);
    assertThat(problems(t -> Content.tags(t, Collections.nCopies(20, "x")))).isEmpty();
    assertThat(problems(t -> Content.tags(t, List.of("x".repeat(51))))).hasSize(1);
  }

  @Test
  void the_language_is_the_nearest_that_the_app_speaks() {
    assertThat(BOOKINGS.languageFor("de")).isEqualTo("de");
    assertThat(BOOKINGS.languageFor("DE-at")).isEqualTo("de");
    assertThat(BOOKINGS.languageFor("pt-br")).isEqualTo("pt-BR");
    assertThat(BOOKINGS.languageFor("pt")).isEqualTo("pt-BR");
    assertThat(BOOKINGS.languageFor("fr")).isEqualTo("en");
    assertThat(BOOKINGS.languageFor(null)).isEqualTo("en");
  }

  @Test
  void a_profile_that_contradicts_itself_is_refused_with_all_its_faults() {
    assertThatThrownBy(
            () ->
                new AppProfile(
                    "Bad Key",
                    "",
                    "toolongprefix",
                    Map.of(Status.OPEN, "Open"),
                    Map.of(),
                    List.of(),
                    Map.of(Priority.LOW, new Targets(Duration.ZERO, Duration.ofHours(-1))),
                    false,
                    false,
                    Set.of(),
                    AgentVisibility.ALL,
                    Duration.ofDays(-1),
                    false,
                    Duration.ofDays(-1),
                    Duration.ZERO,
                    Duration.ZERO,
                    EscalateSince.CREATION,
                    Duration.ofDays(-1),
                    Duration.ofDays(-1),
                    5_001,
                    11,
                    10L * 1024 * 1024 + 1,
                    List.of(),
                    List.of(),
                    1))
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            p ->
                assertThat(p.fields().stream().map(FieldProblem::field))
                    .containsExactly(
                        "key",
                        "name",
                        "prefix",
                        "statuses",
                        "priorities",
                        "departments",
                        "targets",
                        "targets",
                        "mayCreate",
                        "ratingAskedAfter",
                        "reopenWindow",
                        "autoCloseAfter",
                        "escalateAfter",
                        "ratingRemindedAfter",
                        "overdueAlertEvery",
                        "longestMessage",
                        "mostAttachments",
                        "largestAttachment",
                        "languages"));
  }

  @Test
  void a_profile_checks_each_of_its_lists_and_limits() {
    assertThatThrownBy(() -> with(List.of("Not A Key"), List.of("en"), 1, 0, 0))
        .hasMessageContaining("departments");
    assertThatThrownBy(() -> with(List.of("general"), List.of("x"), 1, 0, 0))
        .hasMessageContaining("languages");
    assertThatThrownBy(() -> with(List.of("general"), List.of("en"), 0, 0, 0))
        .hasMessageContaining("longestMessage");
    assertThatThrownBy(() -> with(List.of("general"), List.of("en"), 1, -1, 0))
        .hasMessageContaining("mostAttachments");
    assertThatThrownBy(() -> with(List.of("general"), List.of("en"), 1, 0, -1))
        .hasMessageContaining("largestAttachment");
    var smallest = with(List.of("general"), List.of("en"), 1, 0, 0);
    assertThat(smallest.uses(Priority.URGENT)).isTrue();
    assertThat(smallest.uses(Status.ASSIGNED)).isFalse();
    assertThat(with(List.of("a"), List.of("en"), 5_000, 10, 10L * 1024 * 1024).key())
        .isEqualTo("desk");
  }

  private static AppProfile with(
      List<String> departments, List<String> languages, int message, int attachments, long size) {
    return new AppProfile(
        "desk",
        "Desk",
        "TKT",
        DESK.statuses(),
        DESK.priorities(),
        departments,
        DESK.targets(),
        false,
        false,
        DESK.mayCreate(),
        AgentVisibility.ALL,
        Duration.ZERO,
        false,
        Duration.ZERO,
        Duration.ofDays(7),
        Duration.ofDays(2),
        EscalateSince.CREATION,
        Duration.ZERO,
        Duration.ZERO,
        message,
        attachments,
        size,
        languages,
        List.of(),
        1);
  }

  @Test
  void a_priority_that_the_app_gave_up_keeps_the_default_targets() {
    var lowOnly =
        new AppProfile(
            "desk",
            "Desk",
            "TKT",
            DESK.statuses(),
            Map.of(Priority.LOW, "Low"),
            DESK.departments(),
            Map.of(Priority.LOW, new Targets(Duration.ofMinutes(1), Duration.ofMinutes(2))),
            false,
            false,
            DESK.mayCreate(),
            AgentVisibility.ALL,
            Duration.ZERO,
            false,
            Duration.ZERO,
            Duration.ofDays(7),
            Duration.ofDays(2),
            EscalateSince.CREATION,
            Duration.ZERO,
            Duration.ZERO,
            10,
            1,
            1,
            List.of("en"),
            List.of(),
            1);
    assertThat(lowOnly.targetsFor(Priority.LOW).resolution()).isEqualTo(Duration.ofMinutes(2));
    assertThat(lowOnly.targetsFor(Priority.HIGH)).isEqualTo(Priority.HIGH.defaultTargets());
  }

  @Test
  void a_category_checks_its_values() {
    assertThat(category("plumbing", "Plumbing", 0, List.of("floor")).requiredFields())
        .containsExactly("floor");
    assertThat(category("plumbing", " Plumbing ", 100_000, List.of()).name()).isEqualTo("Plumbing");
    assertThatThrownBy(() -> category("Plumb", "", -1, List.of("X")))
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            p ->
                assertThat(p.fields().stream().map(FieldProblem::field))
                    .containsExactly("key", "name", "sortOrder", "requiredFields"));
    assertThatThrownBy(() -> category("plumbing", "P", 100_001, Collections.nCopies(51, "a")))
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            p ->
                assertThat(p.fields().stream().map(FieldProblem::field))
                    .containsExactly("sortOrder", "requiredFields"));
    assertThat(category("plumbing", "P", 0, Collections.nCopies(50, "a")).requiredFields())
        .hasSize(50);
    assertThatThrownBy(
            () ->
                new Category(
                    "Bad App",
                    "k",
                    "n",
                    "two\nlines",
                    "x".repeat(501),
                    true,
                    0,
                    Priority.LOW,
                    "Bad",
                    List.of(),
                    1))
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            p ->
                assertThat(p.fields().stream().map(FieldProblem::field))
                    .containsExactly("app", "icon", "description", "department"));
  }

  private static Category category(String key, String name, int order, List<String> required) {
    return new Category(
        "bookings",
        key,
        name,
        "wrench",
        "Pipes and taps",
        true,
        order,
        Priority.MEDIUM,
        "general",
        required,
        1);
  }

  @Test
  void an_update_names_the_fields_it_changed() {
    var ticket = aTicket().build();
    var revised =
        new Content(
            "Another tap",
            "booking",
            "billing",
            "de",
            ticket.content().priority(),
            List.of("tap", "vip"),
            Map.of("floor", new BigDecimal(3)));

    var change =
        ticket.update(
            revised,
            Fixtures.terms(revised.priority()),
            Fixtures.AGENT.actor(),
            Fixtures.BOOKINGS,
            Fixtures.NOON.plusSeconds(9));

    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Updated(
                Set.of("subject", "category", "department", "language", "tags", "customFields"),
                null));
    assertThat(change.history()).isNotNull();
    assertThat(change.history().changes())
        .containsExactly(
            new HistoryEntry.FieldChange("category", "general", "booking"),
            new HistoryEntry.FieldChange("department", "general", "billing"),
            new HistoryEntry.FieldChange("language", "en", "de"),
            new HistoryEntry.FieldChange("subject", "A tap", "Another tap"),
            new HistoryEntry.FieldChange("tags", "tap", "tap, vip"),
            new HistoryEntry.FieldChange("customFields", null, "{floor=3}"));
    assertThat(change.after().content()).isEqualTo(revised);
    assertThat(change.after().version()).isEqualTo(4);
    assertThat(change.after().sla()).isEqualTo(ticket.sla());
    assertThat(
            ticket
                .update(
                    ticket.content(),
                    Fixtures.terms(ticket.content().priority()),
                    Fixtures.AGENT.actor(),
                    Fixtures.BOOKINGS,
                    Fixtures.NOON)
                .isEmpty())
        .isTrue();
    var cleared =
        change
            .after()
            .update(
                ticket.content(),
                Fixtures.terms(ticket.content().priority()),
                Fixtures.AGENT.actor(),
                Fixtures.BOOKINGS,
                Fixtures.NOON);
    assertThat(cleared.history()).isNotNull();
    assertThat(cleared.history().changes())
        .contains(new HistoryEntry.FieldChange("customFields", "{floor=3}", null));
  }

  @Test
  void a_change_that_only_staff_sees_is_none_to_the_customers_side() {
    var ticket = aTicket().build();

    var change =
        ticket.updateUnseen(
            Map.of("risk", "high"),
            Fixtures.AGENT.actor(),
            Fixtures.BOOKINGS,
            Fixtures.NOON.plusSeconds(9));

    assertThat(change.after().content().customFields()).isEqualTo(Map.of("risk", "high"));
    assertThat(change.events())
        .containsExactly(new TicketEvent.Updated(Set.of("customFields"), null));
    assertThat(change.after().updatedAt()).isEqualTo(Fixtures.NOON.plusSeconds(9));
    assertThat(change.after().publicUpdatedAt()).isEqualTo(ticket.publicUpdatedAt());
    assertThat(change.after().versionFor(Fixtures.AGENT)).isEqualTo(ticket.version() + 1);
    assertThat(change.after().versionFor(Fixtures.CUSTOMER)).isEqualTo(ticket.version());
    assertThat(change.after().versionFor(Fixtures.SERVICE)).isEqualTo(ticket.version());
    assertThat(change.history()).isNotNull();
    assertThat(change.history().changes())
        .containsExactly(new HistoryEntry.FieldChange("customFields", null, "{risk=high}"));

    // The next one is seen again, by everybody, as one more.
    var seen =
        change
            .after()
            .changeStatus(
                Status.WAITING_INTERNAL,
                null,
                Fixtures.AGENT,
                BOOKINGS,
                Fixtures.NOON.plusSeconds(10))
            .after();
    assertThat(seen.versionFor(Fixtures.ADMIN)).isEqualTo(ticket.version() + 2);
    assertThat(seen.versionFor(Fixtures.CUSTOMER)).isEqualTo(ticket.version() + 1);
    assertThat(seen.publicUpdatedAt()).isEqualTo(Fixtures.NOON.plusSeconds(10));

    assertThat(
            ticket
                .updateUnseen(Map.of(), Fixtures.AGENT.actor(), Fixtures.BOOKINGS, Fixtures.NOON)
                .isEmpty())
        .isTrue();
  }

  @Test
  void values_do_not_change_with_the_lists_they_were_made_from() {
    var tags = new ArrayList<>(List.of("a"));
    var content = new Content("s", "c", "d", "en", Priority.LOW, tags, Map.of());
    tags.add("b");
    assertThat(content.tags()).containsExactly("a");
  }

  @Test
  void problems_say_what_is_the_matter() {
    assertThat(new TicketProblem.Stale(2, 5))
        .hasMessage("Version 2 was expected, but the current one is 5.");
    assertThat(new TicketProblem.NotFound().detail()).isNotEmpty();
    assertThat(new TicketProblem.IllegalMove("no", Set.of(Status.CLOSED, Status.OPEN)).allowed())
        .containsExactly(Status.OPEN, Status.CLOSED);
  }
}
