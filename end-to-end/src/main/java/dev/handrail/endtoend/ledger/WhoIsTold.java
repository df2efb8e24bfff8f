package dev.handrail.endtoend.ledger;

import dev.handrail.endtoend.ledger.Evidence.NotificationRow;
import dev.handrail.endtoend.ledger.Evidence.WireEvent;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has to be told of an event: requirement N7, written down a second time from its words, so
 * that the service's own rule is judged by another.
 */
final class WhoIsTold {
  private WhoIsTold() {}

  /** The notifications that must be stored for an event; whoever did it is not told of it. */
  static Set<NotificationRow> of(WireEvent event) {
    Set<NotificationRow> told = new HashSet<>();
    switch (event.type()) {
      case "handrail.TicketCreated.v1" -> tell(told, event, event.customer(), "ticket_created");
      case "handrail.TicketAssigned.v1" -> {
        tell(told, event, event.customer(), "ticket_assigned");
        tellOther(told, event, event.assignee(), "ticket_assigned");
      }
      case "handrail.StatusChanged.v1" -> {
        tellOther(told, event, event.customer(), "status_changed");
        tellOther(told, event, event.assignee(), "status_changed");
      }
      case "handrail.MessagePosted.v1" -> {
        if (event.actorKind().equals("customer")) {
          tellOther(told, event, event.assignee(), "new_reply");
        } else if ("public".equals(event.visibility())) {
          tell(told, event, event.customer(), "new_reply");
        }
      }
      case "handrail.TicketResolved.v1" -> tell(told, event, event.customer(), "ticket_resolved");
      default -> {
        // Nobody is told of the others.
      }
    }
    return told;
  }

  private static void tellOther(
      Set<NotificationRow> told, WireEvent event, @Nullable String recipient, String kind) {
    if (recipient != null && !recipient.equals(event.actor())) {
      tell(told, event, recipient, kind);
    }
  }

  private static void tell(
      Set<NotificationRow> told, WireEvent event, String recipient, String kind) {
    told.add(new NotificationRow(event.id(), recipient, kind, event.ticketId()));
  }
}
