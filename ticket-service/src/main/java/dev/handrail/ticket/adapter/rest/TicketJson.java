package dev.handrail.ticket.adapter.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.CustomFields;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.MessageThread.LastMessage;
import dev.handrail.ticket.domain.Rating;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.sla.Deadline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A ticket as its caller sees it. What a customer must not know is left out here, once for all. */
@Schema(name = "Ticket", description = "A customer's request and how it stands.")
record TicketJson(
    UUID id,
    @Schema(description = "For people; never used again.", examples = "BKG-000123") String number,
    @Schema(examples = "bookings") String app,
    String department,
    @Schema(description = "BCP 47", examples = "en") String language,
    String subject,
    String description,
    String category,
    String priority,
    String status,
    String source,
    CustomerJson customer,
    @Nullable AssigneeJson assignee,
    List<String> tags,
    List<LinkJson> links,
    @Schema(description = "Texts, numbers and booleans by key; those that the caller may see.")
        Map<String, Object> customFields,
    int escalationLevel,
    @Nullable ResolutionJson resolution,
    @Nullable RatingJson rating,
    SlaJson sla,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant closedAt,
    @Schema(description = "Messages that the caller's side has not read.") int unreadCount,
    @Nullable LastMessageJson lastMessage,
    @Schema(description = "The ETag is made of it.") long version) {

  /** Whom the ticket is for. */
  @Schema(name = "Customer")
  record CustomerJson(String id, @Nullable String name, String kind, @Nullable String avatarUrl) {
    static CustomerJson of(Customer c) {
      return new CustomerJson(c.id(), c.name(), c.kind().wire(), c.avatarUrl());
    }
  }

  /** Who has it. */
  @Schema(name = "Assignee")
  record AssigneeJson(String id, @Nullable String name, @Nullable String avatarUrl) {
    static @Nullable AssigneeJson of(@Nullable Assignee a) {
      return a == null ? null : new AssigneeJson(a.id(), a.name(), a.avatarUrl());
    }
  }

  /** What it is about in the platform app. */
  @Schema(name = "Link", description = "A ride, a delivery, a booking or another thing of the app.")
  record LinkJson(
      @Schema(examples = "booking", maxLength = 63, pattern = "[a-z][a-z0-9_]*")
          @Nullable String type,
      @Schema(maxLength = 255) @Nullable String id) {
    static LinkJson of(Link l) {
      return new LinkJson(l.type(), l.id());
    }
  }

  /** How it was solved. */
  @Schema(name = "Resolution")
  record ResolutionJson(
      String type, @Nullable String summary, @JsonUnwrapped @Nullable StaffPartJson staffPart) {

    /** What only staff is told; left out as a whole for others. */
    @Schema(name = "ResolutionForStaff")
    record StaffPartJson(@Schema(description = "For staff only.") @Nullable String notes) {}

    static @Nullable ResolutionJson of(@Nullable Resolution r, boolean staff) {
      return r == null
          ? null
          : new ResolutionJson(
              r.type().wire(), r.summary(), staff ? new StaffPartJson(r.notes()) : null);
    }
  }

  /** The customer's verdict. */
  @Schema(name = "Rating")
  record RatingJson(
      @Schema(minimum = "1", maximum = "5") int rating, @Nullable String comment, Instant at) {
    static RatingJson of(Rating r) {
      return new RatingJson(r.stars(), r.comment(), r.at());
    }
  }

  /** The two deadlines. */
  @Schema(name = "Sla")
  record SlaJson(DeadlineJson firstResponse, DeadlineJson resolution) {}

  /** One deadline. */
  @Schema(name = "Deadline")
  record DeadlineJson(
      Instant dueAt,
      String state,
      @Schema(description = "When the thing aimed at happened.") @Nullable Instant at) {
    static DeadlineJson of(Deadline d, Instant now) {
      return new DeadlineJson(d.dueAt(), d.stateAt(now).wire(), d.stoppedAt());
    }
  }

  /** What a list shows of the newest message. */
  @Schema(name = "LastMessage")
  record LastMessageJson(
      @Schema(description = "Its beginning, on one line.", maxLength = 120) String snippet,
      Instant at,
      SnippetAuthorJson author) {
    static @Nullable LastMessageJson of(@Nullable LastMessage m) {
      return m == null
          ? null
          : new LastMessageJson(
              m.snippet(), m.at(), SnippetAuthorJson.of(m.authorName(), m.authorKind()));
    }
  }

  /** Who wrote the newest message. */
  @Schema(name = "SnippetAuthor")
  record SnippetAuthorJson(@Nullable String name, String kind) {
    static SnippetAuthorJson of(@Nullable String name, ActorKind kind) {
      return new SnippetAuthorJson(name, kind.wire());
    }
  }

  /**
   * The ticket for this caller.
   *
   * @param fields of the ticket's app
   * @param now the moment at which the deadlines' states are told
   */
  static TicketJson of(Ticket t, Caller caller, CustomFields fields, Instant now) {
    boolean staff = caller.isStaff();
    var content = t.content();
    return new TicketJson(
        t.id(),
        t.number(),
        t.app(),
        content.department(),
        content.language(),
        content.subject(),
        t.description(),
        content.category(),
        content.priority().wire(),
        t.status().wire(),
        t.source().wire(),
        CustomerJson.of(t.customer()),
        AssigneeJson.of(t.assignee()),
        content.tags(),
        t.links().stream().map(LinkJson::of).toList(),
        staff ? content.customFields() : fields.visibleToCustomer(content.customFields()),
        t.escalationLevel(),
        ResolutionJson.of(t.resolution(), staff),
        t.rating() == null ? null : RatingJson.of(t.rating()),
        new SlaJson(
            DeadlineJson.of(t.sla().firstResponse(), now),
            DeadlineJson.of(t.sla().resolution(), now)),
        t.createdAt(),
        staff ? t.updatedAt() : t.publicUpdatedAt(),
        t.resolvedAt(),
        t.closedAt(),
        unread(t, caller),
        LastMessageJson.of(staff ? t.thread().last() : t.thread().lastPublic()),
        t.versionFor(caller));
  }

  private static int unread(Ticket t, Caller caller) {
    return switch (caller.role()) {
      case SUPPORT_AGENT, ADMIN -> t.thread().staffUnread();
      case CUSTOMER -> t.thread().customerUnread();
      // A service has no side and so no mark.
      case SERVICE -> 0;
    };
  }
}
