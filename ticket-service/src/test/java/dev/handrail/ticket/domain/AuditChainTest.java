package dev.handrail.ticket.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.AuditChain.Break;
import dev.handrail.ticket.domain.AuditChain.Flaw;
import dev.handrail.ticket.domain.AuditChain.Link;
import dev.handrail.ticket.domain.AuditChain.Standing;
import dev.handrail.ticket.domain.AuditChain.State;
import dev.handrail.ticket.domain.AuditChain.Verdict;
import dev.handrail.ticket.domain.HistoryEntry.FieldChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The chain with a toy seal that says all it covers. */
class AuditChainTest {
  private static final UUID TICKET = UUID.fromString("019a0b5e-7c00-7a11-8b22-000000000001");
  private static final Instant NOON = Fixtures.NOON;

  private static final AuditLine CREATED = line(1, "ticket_created");
  private static final AuditLine ASSIGNED = line(2, "ticket_assigned");
  private static final AuditLine RESOLVED = line(4, "ticket_resolved");
  private static final AuditLine DELETED = line(6, AuditChain.DELETION);

  @Test
  void lines_as_they_were_written_are_intact() {
    List<Link> links = sealed(CREATED, ASSIGNED, RESOLVED);

    assertThat(examine(links, standing(links)))
        .isEqualTo(new Verdict(State.INTACT, 3, 0, links.getLast().seal(), null));
  }

  @Test
  void a_deleted_ticket_ends_with_its_deletion() {
    List<Link> links = sealed(CREATED, ASSIGNED, DELETED);

    assertThat(examine(links, null).state()).isEqualTo(State.INTACT);
    assertBroken(examine(links.subList(0, 2), null), Flaw.END_MISSING, ASSIGNED);
    assertBroken(examine(List.of(), null), Flaw.END_MISSING, null);
  }

  @Test
  void a_changed_line_is_found() {
    List<Link> links = sealed(CREATED, ASSIGNED, RESOLVED);
    Standing standing = standing(links);
    links.set(1, new Link(line(2, "ticket_unassigned"), links.get(1).seal()));

    assertBroken(examine(links, standing), Flaw.ALTERED, line(2, "ticket_unassigned"));
  }

  @Test
  void a_line_missing_in_the_middle_is_found_at_the_next_one() {
    List<Link> links = sealed(CREATED, ASSIGNED, RESOLVED);
    Standing standing = standing(links);
    links.remove(1);

    assertBroken(examine(links, standing), Flaw.ALTERED, RESOLVED);
  }

  @Test
  void a_line_missing_at_the_start_is_found() {
    List<Link> links = sealed(CREATED, ASSIGNED, RESOLVED);
    Standing standing = standing(links);
    links.remove(0);

    assertBroken(examine(links, standing), Flaw.ALTERED, ASSIGNED);
  }

  @Test
  void a_line_missing_at_the_end_is_found() {
    List<Link> links = sealed(CREATED, ASSIGNED, RESOLVED);
    Standing standing = standing(links);
    links.remove(2);

    assertBroken(examine(links, standing), Flaw.END_MISSING, ASSIGNED);
    assertBroken(examine(List.of(), standing), Flaw.END_MISSING, null);
  }

  @Test
  void two_lines_that_changed_places_are_found() {
    List<Link> links = sealed(CREATED, ASSIGNED, RESOLVED);
    Standing standing = standing(links);
    AuditLine first = line(2, "ticket_resolved");
    links.set(1, new Link(first, links.get(2).seal()));
    links.set(2, new Link(line(4, "ticket_assigned"), sealed(CREATED, ASSIGNED).get(1).seal()));

    assertBroken(examine(links, standing), Flaw.ALTERED, first);
  }

  @Test
  void a_line_put_in_is_found_with_and_without_a_seal() {
    List<Link> links = sealed(CREATED, ASSIGNED, RESOLVED);
    Standing standing = standing(links);
    AuditLine invented = line(3, "note_added");

    List<Link> with = new ArrayList<>(links);
    with.add(2, new Link(invented, links.get(1).seal()));
    assertBroken(examine(with, standing), Flaw.ALTERED, invented);

    List<Link> without = new ArrayList<>(links);
    without.add(2, new Link(invented, null));
    assertBroken(examine(without, standing), Flaw.SEAL_MISSING, invented);
  }

  @Test
  void a_seal_taken_away_at_the_end_is_found() {
    List<Link> links = sealed(CREATED, ASSIGNED);
    Standing standing = standing(links);
    links.set(1, new Link(ASSIGNED, null));

    assertBroken(examine(links, standing), Flaw.SEAL_MISSING, ASSIGNED);
  }

  @Test
  void all_seals_taken_away_is_found_as_long_as_the_ticket_knows_of_one() {
    Standing standing = standing(sealed(CREATED, ASSIGNED));
    List<Link> links = List.of(new Link(CREATED, null), new Link(ASSIGNED, null));

    assertBroken(examine(links, standing), Flaw.END_MISSING, ASSIGNED);
  }

  @Test
  void lines_from_before_there_were_seals_are_said_to_be_such() {
    List<Link> links = new ArrayList<>(List.of(new Link(CREATED, null), new Link(ASSIGNED, null)));
    assertThat(examine(links, new Standing("BKG-000123", "bookings", null)))
        .isEqualTo(new Verdict(State.UNSEALED, 2, 2, null, null));

    links.addAll(sealed(RESOLVED));
    assertThat(examine(links, standing(links)))
        .isEqualTo(new Verdict(State.INTACT, 3, 2, links.getLast().seal(), null));
  }

  @Test
  void the_canonical_form_is_what_the_documentation_says() {
    AuditLine line =
        new AuditLine(
            TICKET,
            "BKG-000123",
            "bookings",
            7,
            new HistoryEntry(
                NOON,
                new Actor("ada", null, ActorKind.SUPPORT_AGENT, "api 203.0.113.7 r1"),
                "ticket_updated",
                List.of(new FieldChange("tags", null, "né")),
                ""));
    StringBuilder expected = new StringBuilder();
    for (String field :
        Arrays.asList(
            "1",
            TICKET.toString(),
            "7",
            "BKG-000123",
            "bookings",
            "1772452800000000",
            "ada",
            null,
            "support_agent",
            "api 203.0.113.7 r1",
            "ticket_updated",
            "",
            "1",
            "tags",
            null,
            "né")) {
      byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
      expected
          .append(HexFormat.of().toHexDigits(field == null ? -1 : bytes.length))
          .append(HexFormat.of().formatHex(bytes));
    }
    assertThat(HexFormat.of().formatHex(line.canonical())).isEqualTo(expected.toString());
  }

  @Test
  void no_two_lines_have_the_same_canonical_form() {
    Actor ada = new Actor("ada", "Ada", ActorKind.SUPPORT_AGENT, "api");
    FieldChange change = new FieldChange("status", "open", "closed");
    List<AuditLine> lines = new ArrayList<>();
    HistoryEntry entry = new HistoryEntry(NOON, ada, "status_changed", List.of(change), "why");
    lines.add(new AuditLine(TICKET, "BKG-000001", "bookings", 1, entry));
    lines.add(new AuditLine(new UUID(1, 2), "BKG-000001", "bookings", 1, entry));
    lines.add(new AuditLine(TICKET, "BKG-000002", "bookings", 1, entry));
    lines.add(new AuditLine(TICKET, "BKG-000001", "rides", 1, entry));
    lines.add(new AuditLine(TICKET, "BKG-000001", "bookings", 2, entry));
    lines.add(new AuditLine(TICKET, "BKG-000001b", "ookings", 1, entry));
    List<HistoryEntry> others = new ArrayList<>();
    others.add(
        new HistoryEntry(NOON.plusNanos(1_000), ada, "status_changed", List.of(change), "why"));
    for (Actor actor :
        List.of(
            new Actor("bob", "Ada", ActorKind.SUPPORT_AGENT, "api"),
            new Actor("ada", "Bob", ActorKind.SUPPORT_AGENT, "api"),
            new Actor("ada", null, ActorKind.SUPPORT_AGENT, "api"),
            new Actor("ada", "", ActorKind.SUPPORT_AGENT, "api"),
            new Actor("ada", "Ada", ActorKind.ADMIN, "api"),
            new Actor("ada", "Ada", ActorKind.SUPPORT_AGENT, "job"),
            new Actor("adaAda", "", ActorKind.SUPPORT_AGENT, "api"))) {
      others.add(new HistoryEntry(NOON, actor, "status_changed", List.of(change), "why"));
    }
    others.add(new HistoryEntry(NOON, ada, "note_added", List.of(change), "why"));
    others.add(new HistoryEntry(NOON, ada, "status_changed", List.of(change), null));
    others.add(new HistoryEntry(NOON, ada, "status_changed", List.of(change), ""));
    others.add(new HistoryEntry(NOON, ada, "status_changed", List.of(), "why"));
    others.add(new HistoryEntry(NOON, ada, "status_changed", List.of(change, change), "why"));
    for (FieldChange other :
        List.of(
            new FieldChange("priority", "open", "closed"),
            new FieldChange("status", null, "closed"),
            new FieldChange("status", "open", null),
            new FieldChange("status", "openc", "losed"),
            new FieldChange("status", "closed", "open"))) {
      others.add(new HistoryEntry(NOON, ada, "status_changed", List.of(other), "why"));
    }
    others.forEach(e -> lines.add(new AuditLine(TICKET, "BKG-000001", "bookings", 1, e)));

    Set<String> forms = new HashSet<>();
    lines.forEach(line -> forms.add(HexFormat.of().formatHex(line.canonical())));
    assertThat(forms).hasSameSizeAs(lines);
  }

  private static void assertBroken(Verdict verdict, Flaw flaw, @Nullable AuditLine at) {
    assertThat(verdict.state()).isEqualTo(State.BROKEN);
    assertThat(verdict.broken())
        .isEqualTo(
            at == null
                ? new Break(flaw, null, null, null)
                : new Break(flaw, at.sequence(), at.entry().at(), at.entry().action()));
  }

  private static Verdict examine(List<Link> links, @Nullable Standing standing) {
    return new AuditChain(TICKET, links, standing)
        .examine((seal, former, line) -> seal.equals(seal(former, line)));
  }

  private static List<Link> sealed(AuditLine... lines) {
    List<Link> links = new ArrayList<>();
    String former = null;
    for (AuditLine line : lines) {
      former = seal(former, line);
      links.add(new Link(line, former));
    }
    return links;
  }

  private static String seal(@Nullable String former, AuditLine line) {
    return Objects.hash(former, HexFormat.of().formatHex(line.canonical())) + "";
  }

  private static Standing standing(List<Link> links) {
    return new Standing("BKG-000123", "bookings", links.getLast().seal());
  }

  private static AuditLine line(long sequence, String action) {
    return new AuditLine(
        TICKET,
        "BKG-000123",
        "bookings",
        sequence,
        new HistoryEntry(
            NOON.plusSeconds(sequence),
            new Actor("ada", "Ada", ActorKind.SUPPORT_AGENT, "test"),
            action,
            List.of(),
            null));
  }
}
