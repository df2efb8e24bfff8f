package dev.handrail.ticket.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counters and marks of a ticket's thread, kept on the ticket so that lists need not count.
 *
 * @param length messages so far, internal notes included
 * @param customerUnread public messages of others that the customer's side has not read
 * @param staffUnread messages of the customer's side that staff has not read
 * @param customerReadUpTo position up to which the customer's side has read
 * @param staffReadUpTo position up to which staff has read
 * @param last newest message
 * @param lastPublic newest message that the customer may see
 */
public record MessageThread(
    int length,
    int customerUnread,
    int staffUnread,
    int customerReadUpTo,
    int staffReadUpTo,
    @Nullable LastMessage last,
    @Nullable LastMessage lastPublic) {

  /** What a list shows of the newest message. */
  public record LastMessage(
      String snippet, Instant at, @Nullable String authorName, ActorKind authorKind) {
    static LastMessage of(Message m) {
      return new LastMessage(m.snippet(), m.createdAt(), m.author().name(), m.author().kind());
    }
  }

  static final MessageThread EMPTY = new MessageThread(0, 0, 0, 0, 0, null, null);

  /**
   * The thread with one more message. The author's own side has read everything it answers to only
   * if it says so: posting does not mark others' messages as read.
   */
  MessageThread with(Message m) {
    boolean isPublic = m.visibility() == Visibility.PUBLIC;
    boolean byCustomer = m.author().kind() == ActorKind.CUSTOMER;
    return new MessageThread(
        m.position(),
        customerUnread + (isPublic && !byCustomer ? 1 : 0),
        staffUnread + (m.author().kind().isStaff() ? 0 : 1),
        customerReadUpTo,
        staffReadUpTo,
        LastMessage.of(m),
        isPublic ? LastMessage.of(m) : lastPublic);
  }

  MessageThread readByCustomer() {
    return new MessageThread(length, 0, staffUnread, length, staffReadUpTo, last, lastPublic);
  }

  MessageThread readByStaff() {
    return new MessageThread(length, customerUnread, 0, customerReadUpTo, length, last, lastPublic);
  }
}
