package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.MessageThread;
import dev.handrail.ticket.domain.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One message of a ticket's thread. */
@Schema(name = "Message", description = "A message of the thread, or an internal note.")
record MessageJson(
    UUID id,
    AuthorJson author,
    @Schema(description = "As it was written.", maxLength = Message.LONGEST) String text,
    @Schema(description = "Safe to show as it is: nothing in it runs or loads.") String html,
    String format,
    String visibility,
    @Schema(description = "Empty as long as attachments are not offered.") List<Object> attachments,
    @Schema(description = "Empty as long as mentions are not offered.") List<String> mentions,
    Instant createdAt,
    boolean readByCustomer,
    boolean readByStaff,
    @Schema(description = "When its text was taken away.") @Nullable Instant redactedAt) {

  /** Who wrote it. */
  @Schema(name = "Author")
  record AuthorJson(String id, @Nullable String name, String kind) {
    static AuthorJson of(Message.Author a) {
      return new AuthorJson(a.id(), a.name(), a.kind().wire());
    }
  }

  /** A message with the read marks of its thread; its own side has read it anyway. */
  static MessageJson of(Message m, MessageThread marks) {
    return of(m, marks.customerReadUpTo(), marks.staffReadUpTo());
  }

  /** A message just written, that the other side cannot have read. */
  static MessageJson fresh(Message m) {
    return of(m, 0, 0);
  }

  private static MessageJson of(Message m, int customerReadUpTo, int staffReadUpTo) {
    ActorKind kind = m.author().kind();
    boolean isPublic = m.visibility() == Visibility.PUBLIC;
    return new MessageJson(
        m.id(),
        AuthorJson.of(m.author()),
        m.text(),
        MessageHtml.of(m),
        m.format().wire(),
        m.visibility().wire(),
        List.of(),
        List.of(),
        m.createdAt(),
        isPublic && (kind == ActorKind.CUSTOMER || m.position() <= customerReadUpTo),
        kind.isStaff() || m.position() <= staffReadUpTo,
        null);
  }
}
