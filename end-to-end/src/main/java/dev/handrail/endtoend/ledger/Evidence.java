package dev.handrail.endtoend.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the checker looks at, read from the ledger, the databases and the topic after the
 * platform had come to rest. Plain data, so that defects can be planted in a copy.
 *
 * @param ledger in the order of the intents
 * @param events in the order in which an independent consumer got them, duplicates included
 * @param unpublished rows of the outbox
 * @param lag events that the consumer group has not committed
 * @param deadLetters records on the topic's dead-letter topic
 */
public record Evidence(
    List<Recorded> ledger,
    List<TicketRow> tickets,
    List<MessageRow> messages,
    List<HistoryRow> history,
    List<WireEvent> events,
    List<InboxRow> inbox,
    List<NotificationRow> notifications,
    long unpublished,
    long lag,
    long deadLetters) {

  /** A stored ticket. */
  public record TicketRow(
      String id,
      String number,
      String customer,
      String subject,
      String status,
      @Nullable String assignee,
      String priority,
      @Nullable String resolution,
      @Nullable Integer rating,
      long version,
      long eventSequence) {}

  /** A stored message. */
  public record MessageRow(
      String id, String ticketId, int position, String author, String visibility, String text) {}

  /**
   * A line of a ticket's history; rows of one ticket are in the order in which they were written.
   */
  public record HistoryRow(String ticketId, String action, String actor) {}

  /**
   * A record of the topic.
   *
   * @param key the record's key
   * @param customer whose ticket it tells of
   * @param status the ticket's status in the event's snapshot
   * @param assignee the ticket's agent in the event's snapshot
   * @param actor who did it
   * @param visibility of the message, for events that tell of one
   */
  public record WireEvent(
      int partition,
      long offset,
      String key,
      String id,
      String type,
      long sequence,
      String ticketId,
      String customer,
      String status,
      @Nullable String assignee,
      String actor,
      @Nullable String visibility) {}

  /** An event that a consumer has noted as applied. */
  public record InboxRow(String consumer, String eventId) {}

  /** A stored notification. */
  public record NotificationRow(String ticketId, String recipient, String kind) {}

  public Evidence {
    ledger = List.copyOf(ledger);
    tickets = List.copyOf(tickets);
    messages = List.copyOf(messages);
    history = List.copyOf(history);
    events = List.copyOf(events);
    inbox = List.copyOf(inbox);
    notifications = List.copyOf(notifications);
  }

  public Evidence withLedger(List<Recorded> other) {
    return new Evidence(
        other,
        tickets,
        messages,
        history,
        events,
        inbox,
        notifications,
        unpublished,
        lag,
        deadLetters);
  }

  public Evidence withTickets(List<TicketRow> other) {
    return new Evidence(
        ledger,
        other,
        messages,
        history,
        events,
        inbox,
        notifications,
        unpublished,
        lag,
        deadLetters);
  }

  public Evidence withMessages(List<MessageRow> other) {
    return new Evidence(
        ledger,
        tickets,
        other,
        history,
        events,
        inbox,
        notifications,
        unpublished,
        lag,
        deadLetters);
  }

  public Evidence withHistory(List<HistoryRow> other) {
    return new Evidence(
        ledger,
        tickets,
        messages,
        other,
        events,
        inbox,
        notifications,
        unpublished,
        lag,
        deadLetters);
  }

  public Evidence withEvents(List<WireEvent> other) {
    return new Evidence(
        ledger,
        tickets,
        messages,
        history,
        other,
        inbox,
        notifications,
        unpublished,
        lag,
        deadLetters);
  }

  public Evidence withInbox(List<InboxRow> other) {
    return new Evidence(
        ledger,
        tickets,
        messages,
        history,
        events,
        other,
        notifications,
        unpublished,
        lag,
        deadLetters);
  }

  public Evidence withNotifications(List<NotificationRow> other) {
    return new Evidence(
        ledger, tickets, messages, history, events, inbox, other, unpublished, lag, deadLetters);
  }

  /** The same at the end of another rest. */
  public Evidence withRest(long unpublishedRows, long groupLag, long deadLetterRecords) {
    return new Evidence(
        ledger,
        tickets,
        messages,
        history,
        events,
        inbox,
        notifications,
        unpublishedRows,
        groupLag,
        deadLetterRecords);
  }
}
