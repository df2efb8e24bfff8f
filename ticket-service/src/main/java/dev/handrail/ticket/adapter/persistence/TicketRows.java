package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Deadline;
import dev.handrail.ticket.domain.FollowUp;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.MessageThread;
import dev.handrail.ticket.domain.MessageThread.LastMessage;
import dev.handrail.ticket.domain.Rating;
import dev.handrail.ticket.domain.RatingRequest;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Sla;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between a ticket and its row. */
final class TicketRows {

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
          "event_sequence");

  /** Columns that a later change may write; a new ticket has the database's defaults there. */
  private static final List<String> AFTERWARDS =
      List.of(
          "former_agents",
          "aged_at",
          "rating_request",
          "rating_request_since",
          "overdue_alerted_at");

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
          + " ORDER BY l.position) AS links";

  /** {@code INSERT} of a row with the parameters {@link #fixed} and {@link #changing}. */
  static final String INSERT =
      "INSERT INTO ticket ("
          + Stream.concat(FIXED.stream(), CHANGING.stream()).collect(Collectors.joining(", "))
          + ") VALUES ("
          + Stream.concat(FIXED.stream(), CHANGING.stream())
              .map(TicketRows::parameter)
              .collect(Collectors.joining(", "))
          + ")";

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
        followUp.overdueAlertedAt());
    return values;
  }

  static Ticket read(Row row) throws SQLException {
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
        Wires.read(Status.class, row.string("status")),
        assignee(row),
        row.intValue("escalation_level"),
        followUp(row),
        resolution(row),
        rating(row),
        new Sla(deadline(row, "response"), deadline(row, "resolution")),
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
        row.instantOrNull("overdue_alerted_at"));
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

  private static Deadline deadline(Row row, String prefix) throws SQLException {
    return new Deadline(
        row.instant(prefix + "_due_at"),
        row.instant(prefix + "_at_risk_at"),
        row.instantOrNull(prefix + "_paused_at"),
        row.instantOrNull(prefix + "_stopped_at"));
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
