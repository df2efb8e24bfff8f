package dev.handrail.notification.adapter.rest;

import dev.handrail.notification.adapter.persistence.NotificationQueries.Stored;
import dev.handrail.notification.domain.Kind;
import dev.handrail.notification.domain.Recipient;
import dev.handrail.notification.domain.TicketStatus;
import dev.handrail.notification.domain.Turn;
import dev.handrail.notification.domain.Wording;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A notification as its reader gets it. */
@Schema(name = "Notification", description = "One thing that happened and that the caller is told.")
record NotificationJson(
    @Schema(description = "Ids grow with the time of what happened.") UUID id,
    @Schema(
            description = "What it is about; more kinds may come.",
            examples = {"\"ticket_created\"", "\"new_reply\""})
        String kind,
    @Schema(description = "One line in the reader's words.") String title,
    @Schema(description = "A sentence; never a text of the ticket.") String body,
    SubjectJson subject,
    @Schema(description = "When it happened.") Instant createdAt,
    @Schema(description = "When it was marked as read; null if it was not.")
        @Nullable Instant readAt) {

  /** What it is about. */
  @Schema(name = "NotificationSubject", description = "The thing that a notification is about.")
  record SubjectJson(
      @Schema(
              description = "Which sort of thing; more may come.",
              examples = {"\"ticket\"", "\"agent\""})
          String type,
      UUID id,
      @Schema(
              description = "What people call it; null where it has no such name.",
              examples = {"\"BKG-000123\""})
          @Nullable String number) {}

  static NotificationJson of(Stored stored, Recipient reader) {
    Turn turn = stored.turn() == null ? null : Turn.find(stored.turn()).orElse(null);
    Wording words =
        Wording.english(
            reader,
            Kind.find(stored.kind()),
            turn,
            stored.subjectNumber(),
            new TicketStatus(stored.status()));
    return new NotificationJson(
        stored.id(),
        stored.kind(),
        words.title(),
        words.body(),
        new SubjectJson(
            stored.subjectType(),
            stored.subjectId(),
            stored.subjectNumber().isEmpty() ? null : stored.subjectNumber()),
        stored.createdAt(),
        stored.readAt());
  }
}
