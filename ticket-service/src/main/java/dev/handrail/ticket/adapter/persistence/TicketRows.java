package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.FollowUp;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.MessageThread;
import dev.handrail.ticket.domain.MessageThread.LastMessage;
import dev.handrail.ticket.domain.Rating;
import dev.handrail.ticket.domain.RatingRequest;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.sla.Alarm;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.Deadline;
import dev.handrail.ticket.domain.sla.Runs;
import dev.handrail.ticket.domain.sla.Sla;
import dev.handrail.ticket.domain.sla.TargetKind;
import dev.handrail.ticket.domain.sla.Targets;
import dev.handrail.ticket.domain.sla.Terms;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between a ticket and its row. */
final class TicketRows {

  /** Every version of every business calendar that a ticket's deadlines may have been set by. */
  interface Calendars {
    BusinessCalendar find(String key, long version);
  }

  /** Columns that are written once. */
  private static final List<String> FIXED =
      List.of(
          "id",
          "number",
          "app",
          "customer_id",
          "customer_name",
          "customer_kind",
          "customer_avatar_url",
          "opener_id",
          "opener_kind",
          "source",
          "description",
          "created_at");

  /** Columns that a change may write, in the order of {@link #changing}. */
  private static final List<String> CHANGING =
      List.of(
          "subject",
          "category",
          "department",
          "language",
          "priority",
          "tags",
          "custom_fields",
          "status",
          "assignee_id",
          "assignee_name",
          "assignee_avatar_url",
          "escalation_level",
          "resolution_type",
          "resolution_summary",
          "resolution_notes",
          "rating",
          "rating_comment",
          "rated_at",
          "response_due_at",
          "response_at_risk_at",
          "response_paused_at",
          "response_stopped_at",
          "resolution_due_at",
          "resolution_at_risk_at",
          "resolution_paused_at",
          "resolution_stopped_at",
          "sla_due_at",
          "sla_policy",
          "sla_policy_version",
          "sla_calendar",
          "sla_calendar_version",
          "sla_response_target",
          "sla_resolution_target",
          "sla_at_risk_percent",
          "sla_pauses_internally",
          "sla_revision",
          "response_runs",
          "response_said",
          "resolution_runs",
          "resolution_said",
          "message_count",
          "customer_unread",
          "staff_unread",
          "customer_read_up_to",
          "staff_read_up_to",
          "last_snippet",
          "last_at",
          "last_author_name",
          "last_author_kind",
          "last_public_snippet",
          "last_public_at",
          "last_public_author_name",
          "last_public_author_kind",
          "updated_at",
          "public_updated_at",
          "resolved_at",
          "closed_at",
          "version",
          "unseen_changes",
          "event_sequence");

  /** Columns that tell what was said of the deadlines, and how many events told of the ticket. */
  private static final Set<String> SAID =
      Set.of("response_said", "resolution_said", "event_sequence");

  /** Columns that a later change may write; a new ticket has the database's defaults there. */
  private static final List<String> AFTERWARDS =
      List.of(
          "former_agents",
          "aged_at",
          "rating_request",
          "rating_request_since",
          "overdue_alerted_at",
          "declined_by");

  /**
   * What to select of {@code ticket t} for {@link #read}. A ticket's few links come along as texts
   * {@code type:id}; a type has no colon.
   */
  static final String COLUMNS =
      Stream.of(FIXED, CHANGING, AFTERWARDS)
              .flatMap(List::stream)
              .map(c -> "t." + c)
              .collect(Collectors.joining(", "))
          + ", ARRAY(SELECT l.type || ':' || l.id FROM ticket_link l WHERE l.ticket_id = t.id"
          + " ORDER BY l.position) AS links, t.watchers";

  /**
   * {@code INSERT} of a row with the parameters {@link #fixed} and {@link #changing}, and the seal
   * of the first line of its history.
   */
  static final String INSERT =
      "INSERT INTO ticket ("
          + Stream.concat(FIXED.stream(), CHANGING.stream()).collect(Collectors.joining(", "))
          + ", seal) VALUES ("
          + Stream.concat(FIXED.stream(), CHANGING.stream())
              .map(TicketRows::parameter)
              .collect(Collectors.joining(", "))
          + ", ?)";

  /**
   * {@code UPDATE} of a row with the parameters {@link #changing} and {@link #afterwards}, without
   * its condition.
   */
  static final String UPDATE =
      "UPDATE ticket t SET "
          + Stream.concat(CHANGING.stream(), AFTERWARDS.stream())
              .map(c -> c + " = " + parameter(c))
              .collect(Collectors.joining(", "));

  private TicketRows() {}

  /**
   * A parameter of the type that the driver gives to a text; else a statement prepared with a null
   * there would be prepared anew for each text, and again for the next null.
   */
  private static String parameter(String column) {
    return switch (column) {
      case "customer_name",
          "customer_avatar_url",
          "assignee_id",
          "assignee_name",
          "assignee_avatar_url",
          "resolution_type",
          "resolution_summary",
          "resolution_notes",
          "rating_comment",
          "rating_request",
          "last_snippet",
          "last_author_name",
          "last_author_kind",
          "last_public_snippet",
          "last_public_author_name",
          "last_public_author_kind" ->
          "?::varchar";
      default -> "?";
    };
  }

  static List<@Nullable Object> fixed(Ticket t) {
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        t.id(),
        t.number(),
        t.app(),
        t.customer().id(),
        t.customer().name(),
        t.customer().kind().wire(),
        t.customer().avatarUrl(),
        t.openedBy().id(),
        t.openedBy().kind().wire(),
        t.source().wire(),
        t.description(),
        t.createdAt());
    return values;
  }

  static List<@Nullable Object> changing(Ticket t) {
    Content content = t.content();
    Assignee assignee = t.assignee();
    Resolution resolution = t.resolution();
    Rating rating = t.rating();
    Terms terms = t.sla().terms();
    Deadline response = t.sla().firstResponse();
    Deadline resolving = t.sla().resolution();
    MessageThread thread = t.thread();
    LastMessage last = thread.last();
    LastMessage lastPublic = thread.lastPublic();
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        content.subject(),
        content.category(),
        content.department(),
        content.language(),
        Wires.rank(content.priority()),
        content.tags(),
        JsonColumns.write(content.customFields()),
        t.status().wire(),
        assignee == null ? null : assignee.id(),
        assignee == null ? null : assignee.name(),
        assignee == null ? null : assignee.avatarUrl(),
        t.escalationLevel(),
        resolution == null ? null : resolution.type().wire(),
        resolution == null ? null : resolution.summary(),
        resolution == null ? null : resolution.notes(),
        rating == null ? null : rating.stars(),
        rating == null ? null : rating.comment(),
        rating == null ? null : rating.at(),
        response.dueAt(),
        response.atRiskAt(),
        response.pausedAt(),
        response.stoppedAt(),
        resolving.dueAt(),
        resolving.atRiskAt(),
        resolving.pausedAt(),
        resolving.stoppedAt(),
        t.sla().nextDueAt(),
        terms.policy(),
        terms.policyVersion(),
        terms.calendar().key(),
        terms.calendar().version(),
        terms.targets().firstResponse().toSeconds(),
        terms.targets().resolution().toSeconds(),
        terms.atRiskPercent(),
        terms.pausesInternally(),
        terms.revision(),
        micros(response.runs()),
        said(response),
        micros(resolving.runs()),
        said(resolving),
        thread.length(),
        thread.customerUnread(),
        thread.staffUnread(),
        thread.customerReadUpTo(),
        thread.staffReadUpTo(),
        last == null ? null : last.snippet(),
        last == null ? null : last.at(),
        last == null ? null : last.authorName(),
        last == null ? null : last.authorKind().wire(),
        lastPublic == null ? null : lastPublic.snippet(),
        lastPublic == null ? null : lastPublic.at(),
        lastPublic == null ? null : lastPublic.authorName(),
        lastPublic == null ? null : lastPublic.authorKind().wire(),
        t.updatedAt(),
        t.publicUpdatedAt(),
        t.resolvedAt(),
        t.closedAt(),
        t.version(),
        t.unseenChanges(),
        t.eventSequence());
    return values;
  }

  static List<@Nullable Object> afterwards(Ticket t) {
    FollowUp followUp = t.followUp();
    RatingRequest request = followUp.ratingRequest();
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        followUp.formerAgents(),
        followUp.agedAt(),
        request == null ? null : request.step().wire(),
        request == null ? null : request.since(),
        followUp.overdueAlertedAt(),
        followUp.declinedBy());
    return values;
  }

  /** Whether two states of a ticket have the same row but for what was said of its deadlines. */
  static boolean differInWhatIsSaid(Ticket before, Ticket after) {
    List<@Nullable Object> was = changing(before);
    List<@Nullable Object> is = changing(after);
    for (int i = 0; i < was.size(); i++) {
      if (!Objects.deepEquals(was.get(i), is.get(i)) && !SAID.contains(CHANGING.get(i))) {
        return false;
      }
    }
    return afterwards(before).equals(afterwards(after));
  }

  private static Long[] micros(Runs runs) {
    return runs.moments().stream()
        .map(moment -> ChronoUnit.MICROS.between(Instant.EPOCH, moment))
        .toArray(Long[]::new);
  }

  static int said(Deadline deadline) {
    return switch (deadline.said()) {
      case null -> 0;
      case AT_RISK -> 1;
      case BREACHED -> 2;
    };
  }

  static Ticket read(Row row, Calendars calendars) throws SQLException {
    return new Ticket(
        row.uuid("id"),
        row.string("number"),
        row.string("app"),
        new Customer(
            row.string("customer_id"),
            row.stringOrNull("customer_name"),
            Wires.read(CustomerKind.class, row.string("customer_kind")),
            row.stringOrNull("customer_avatar_url")),
        new Ticket.Opener(
            row.string("opener_id"), Wires.read(ActorKind.class, row.string("opener_kind"))),
        Wires.read(Source.class, row.string("source")),
        new Content(
            row.string("subject"),
            row.string("category"),
            row.string("department"),
            row.string("language"),
            Wires.priority(row.intValue("priority")),
            row.strings("tags"),
            JsonColumns.customFields(row.string("custom_fields"))),
        row.string("description"),
        links(row),
        row.strings("watchers"),
        Wires.read(Status.class, row.string("status")),
        assignee(row),
        row.intValue("escalation_level"),
        followUp(row),
        resolution(row),
        rating(row),
        sla(row, calendars),
        new MessageThread(
            row.intValue("message_count"),
            row.intValue("customer_unread"),
            row.intValue("staff_unread"),
            row.intValue("customer_read_up_to"),
            row.intValue("staff_read_up_to"),
            lastMessage(row, "last"),
            lastMessage(row, "last_public")),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.instant("public_updated_at"),
        row.instantOrNull("resolved_at"),
        row.instantOrNull("closed_at"),
        row.longValue("version"),
        row.longValue("unseen_changes"),
        row.longValue("event_sequence"));
  }

  private static List<Link> links(Row row) throws SQLException {
    return row.strings("links").stream()
        .map(
            link -> {
              int colon = link.indexOf(':');
              return new Link(link.substring(0, colon), link.substring(colon + 1));
            })
        .toList();
  }

  private static @Nullable Assignee assignee(Row row) throws SQLException {
    String id = row.stringOrNull("assignee_id");
    return id == null
        ? null
        : new Assignee(
            id, row.stringOrNull("assignee_name"), row.stringOrNull("assignee_avatar_url"));
  }

  private static FollowUp followUp(Row row) throws SQLException {
    String step = row.stringOrNull("rating_request");
    return new FollowUp(
        row.strings("former_agents"),
        row.instantOrNull("aged_at"),
        step == null
            ? null
            : new RatingRequest(
                Wires.read(RatingRequest.Step.class, step), row.instant("rating_request_since")),
        row.instantOrNull("overdue_alerted_at"),
        row.strings("declined_by"));
  }

  private static @Nullable Resolution resolution(Row row) throws SQLException {
    String type = row.stringOrNull("resolution_type");
    return type == null
        ? null
        : new Resolution(
            Wires.read(ResolutionType.class, type),
            row.stringOrNull("resolution_summary"),
            row.stringOrNull("resolution_notes"));
  }

  private static @Nullable Rating rating(Row row) throws SQLException {
    Integer stars = row.intOrNull("rating");
    return stars == null
        ? null
        : new Rating(stars, row.stringOrNull("rating_comment"), row.instant("rated_at"));
  }

  private static Sla sla(Row row, Calendars calendars) throws SQLException {
    Terms terms = terms(row, calendars);
    return new Sla(
        terms,
        deadline(row, TargetKind.FIRST_RESPONSE, "response", terms),
        deadline(row, TargetKind.RESOLUTION, "resolution", terms));
  }

  private static Terms terms(Row row, Calendars calendars) throws SQLException {
    String policy = row.stringOrNull("sla_policy");
    if (policy == null) {
      return termsOfBefore(row);
    }
    return new Terms(
        policy,
        row.longValue("sla_policy_version"),
        calendars.find(row.string("sla_calendar"), row.longValue("sla_calendar_version")),
        new Targets(
            Duration.ofSeconds(row.longValue("sla_response_target")),
            Duration.ofSeconds(row.longValue("sla_resolution_target"))),
        row.intValue("sla_at_risk_percent"),
        row.bool("sla_pauses_internally"),
        row.longValue("sla_revision"));
  }

  /** Of a row that was written before terms were kept: around the clock, as the due times tell. */
  private static Terms termsOfBefore(Row row) throws SQLException {
    Instant created = row.instant("created_at");
    return new Terms(
        SlaPolicy.DEFAULT,
        0,
        BusinessCalendar.ALWAYS,
        new Targets(
            Duration.between(created, row.instant("response_due_at")),
            Duration.between(created, row.instant("resolution_due_at"))),
        75,
        false,
        0);
  }

  private static Deadline deadline(Row row, TargetKind kind, String prefix, Terms terms)
      throws SQLException {
    Instant due = row.instant(prefix + "_due_at");
    Instant stopped = row.instantOrNull(prefix + "_stopped_at");
    List<Long> micros = row.longsOrNull(prefix + "_runs");
    List<Instant> runs;
    if (micros == null) {
      Instant halted = stopped != null ? stopped : row.instantOrNull(prefix + "_paused_at");
      Instant started = due.minus(terms.targets().of(kind));
      runs = halted == null ? List.of(started) : List.of(started, halted);
    } else {
      runs = micros.stream().map(m -> Instant.EPOCH.plus(m, ChronoUnit.MICROS)).toList();
    }
    Integer said = row.intOrNull(prefix + "_said");
    return new Deadline(
        kind,
        new Runs(runs),
        stopped != null,
        row.instant(prefix + "_at_risk_at"),
        due,
        said == null || said == 0 ? null : said == 1 ? Alarm.Level.AT_RISK : Alarm.Level.BREACHED);
  }

  private static @Nullable LastMessage lastMessage(Row row, String prefix) throws SQLException {
    String snippet = row.stringOrNull(prefix + "_snippet");
    return snippet == null
        ? null
        : new LastMessage(
            snippet,
            row.instant(prefix + "_at"),
            row.stringOrNull(prefix + "_author_name"),
            Wires.read(ActorKind.class, row.string(prefix + "_author_kind")));
  }
}
