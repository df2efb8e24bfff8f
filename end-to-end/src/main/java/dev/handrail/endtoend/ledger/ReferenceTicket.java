package dev.handrail.endtoend.ledger;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket of the app {@code bookings} must have become after some operations, by the words of
 * the requirements alone: it shares no code with the service that it judges. Where the requirements
 * leave a choice of steps, it permits only those whose outcome is plain.
 */
final class ReferenceTicket {

  /** An event that must be on the topic; its number is its place in the list, from 1. */
  record ExpectedEvent(
      String type,
      String status,
      @Nullable String assignee,
      String actor,
      @Nullable String visibility) {}

  /** A message that must be stored; its position is its place in the list, from 1. */
  record ExpectedMessage(String text, String author, String visibility) {}

  /** Somebody who must have been told, by requirement N7; nobody is told of what it did itself. */
  record ExpectedNotification(String recipient, String kind) {}

  private static final String OPEN = "open";
  private static final String ASSIGNED = "assigned";
  private static final String IN_PROGRESS = "in_progress";
  private static final String WAITING = "waiting_customer";
  private static final String RESOLVED = "resolved";
  private static final String CLOSED = "closed";
  private static final String REOPENED = "reopened";

  private final Operation opening;
  private final List<ExpectedEvent> events = new ArrayList<>();
  private final List<ExpectedMessage> messages = new ArrayList<>();
  private final List<String> history = new ArrayList<>();
  private final List<ExpectedNotification> notifications = new ArrayList<>();
  private String status = OPEN;
  private @Nullable String assignee;
  private String priority;
  private @Nullable String resolution;
  private @Nullable Integer rating;
  private boolean answered;

  ReferenceTicket(Operation opening) {
    this.opening = opening;
    this.priority = opening.value();
    messages.add(new ExpectedMessage(opening.text(), opening.actor(), "public"));
    event("TicketCreated", opening, null);
    event("SlaTargetsSet", opening, null);
    history.add("ticket_created");
    notifications.add(new ExpectedNotification(opening.customer(), "ticket_created"));
  }

  /** A copy that goes its own way. */
  ReferenceTicket copy() {
    ReferenceTicket copy = new ReferenceTicket(opening);
    copy.events.clear();
    copy.events.addAll(events);
    copy.messages.clear();
    copy.messages.addAll(messages);
    copy.history.clear();
    copy.history.addAll(history);
    copy.notifications.clear();
    copy.notifications.addAll(notifications);
    copy.status = status;
    copy.assignee = assignee;
    copy.priority = priority;
    copy.resolution = resolution;
    copy.rating = rating;
    copy.answered = answered;
    return copy;
  }

  /** Steps whose outcome is certain now. */
  Set<Step> permitted() {
    Set<Step> steps = EnumSet.noneOf(Step.class);
    if (!status.equals(CLOSED)) {
      steps.addAll(EnumSet.of(Step.CUSTOMER_REPLY, Step.AGENT_REPLY, Step.AGENT_NOTE));
    }
    switch (status) {
      case OPEN -> steps.addAll(EnumSet.of(Step.PRIORITISE, Step.RESOLVE));
      case ASSIGNED, IN_PROGRESS, REOPENED ->
          steps.addAll(EnumSet.of(Step.PRIORITISE, Step.RESOLVE, Step.WAIT));
      case WAITING -> steps.addAll(EnumSet.of(Step.PRIORITISE, Step.RESOLVE));
      case RESOLVED -> steps.addAll(EnumSet.of(Step.REOPEN, Step.CLOSE));
      case CLOSED -> {
        steps.add(Step.REOPEN);
        if (rating == null) {
          steps.add(Step.RATE);
        }
      }
      default -> throw new IllegalStateException(status);
    }
    if (assignee == null && Set.of(OPEN, IN_PROGRESS, REOPENED).contains(status)) {
      steps.add(Step.PICK);
    }
    return steps;
  }

  /** Goes one step on. */
  void apply(Operation operation) {
    switch (operation.step()) {
      case CREATE -> throw new IllegalArgumentException("A ticket is opened once.");
      case CUSTOMER_REPLY -> {
        boolean awaited = status.equals(WAITING);
        String next = awaited ? IN_PROGRESS : status;
        status = next;
        message(operation, "public");
        if (awaited) {
          event("StatusChanged", operation, null);
        }
        tell(operation, assignee, "new_reply");
      }
      case AGENT_REPLY -> {
        message(operation, "public");
        answered(operation);
        tell(operation, operation.customer(), "new_reply");
      }
      case AGENT_NOTE -> message(operation, "internal");
      case PICK -> {
        assignee = operation.actor();
        status = ASSIGNED;
        event("TicketAssigned", operation, null);
        event("StatusChanged", operation, null);
        history.add("ticket_assigned");
        tell(operation, operation.customer(), "ticket_assigned");
      }
      case WAIT -> {
        status = WAITING;
        event("StatusChanged", operation, null);
        history.add("status_changed");
        tellEveryone(operation, "status_changed");
      }
      case PRIORITISE -> {
        priority = operation.value();
        event("TicketUpdated", operation, null);
        event("PriorityChanged", operation, null);
        event("SlaTargetsSet", operation, null);
        history.add("ticket_updated");
      }
      case RESOLVE -> {
        status = RESOLVED;
        resolution = operation.value();
        event("StatusChanged", operation, null);
        answered(operation);
        // No run is so long that a target is missed.
        event("SlaMet", operation, null);
        event("TicketResolved", operation, null);
        history.add("ticket_resolved");
        tellEveryone(operation, "ticket_resolved");
        // The app asks for a rating at once, until there is one.
        if (rating == null) {
          event("RatingRequested", operation, null);
          tell(operation, operation.customer(), "rating_requested");
        }
      }
      case REOPEN -> {
        status = REOPENED;
        resolution = null;
        event("StatusChanged", operation, null);
        event("TicketReopened", operation, null);
        history.add("ticket_reopened");
        tellEveryone(operation, "status_changed");
      }
      case CLOSE -> {
        status = CLOSED;
        event("StatusChanged", operation, null);
        event("TicketClosed", operation, null);
        history.add("ticket_closed");
        tellEveryone(operation, "status_changed");
      }
      case RATE -> {
        rating = Integer.valueOf(operation.value());
        event("TicketRated", operation, null);
        history.add("ticket_rated");
      }
    }
  }

  /** The first answer keeps the promise of one; a resolution without any is an answer, too. */
  private void answered(Operation operation) {
    if (!answered) {
      answered = true;
      event("SlaMet", operation, null);
    }
  }

  private void message(Operation operation, String visibility) {
    messages.add(new ExpectedMessage(operation.text(), operation.actor(), visibility));
    event("MessagePosted", operation, visibility);
    history.add(visibility.equals("internal") ? "note_added" : "message_posted");
  }

  private void event(String type, Operation operation, @Nullable String visibility) {
    events.add(
        new ExpectedEvent(
            "handrail." + type + ".v1", status, assignee, operation.actor(), visibility));
  }

  private void tellEveryone(Operation operation, String kind) {
    tell(operation, operation.customer(), kind);
    tell(operation, assignee, kind);
  }

  private void tell(Operation operation, @Nullable String recipient, String kind) {
    if (recipient != null && !recipient.equals(operation.actor())) {
      notifications.add(new ExpectedNotification(recipient, kind));
    }
  }

  Operation opening() {
    return opening;
  }

  String status() {
    return status;
  }

  @Nullable String assignee() {
    return assignee;
  }

  String priority() {
    return priority;
  }

  @Nullable String resolution() {
    return resolution;
  }

  @Nullable Integer rating() {
    return rating;
  }

  List<ExpectedEvent> events() {
    return List.copyOf(events);
  }

  List<ExpectedMessage> messages() {
    return List.copyOf(messages);
  }

  List<String> history() {
    return List.copyOf(history);
  }

  List<ExpectedNotification> notifications() {
    return List.copyOf(notifications);
  }
}
