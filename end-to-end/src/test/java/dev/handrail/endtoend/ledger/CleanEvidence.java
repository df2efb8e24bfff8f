package dev.handrail.endtoend.ledger;

import dev.handrail.endtoend.ledger.Evidence.HistoryRow;
import dev.handrail.endtoend.ledger.Evidence.InboxRow;
import dev.handrail.endtoend.ledger.Evidence.MessageRow;
import dev.handrail.endtoend.ledger.Evidence.NotificationRow;
import dev.handrail.endtoend.ledger.Evidence.TicketRow;
import dev.handrail.endtoend.ledger.Evidence.WireEvent;
import dev.handrail.endtoend.ledger.Outcome.Result;
import dev.handrail.endtoend.ledger.Outcome.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What a platform without faults would leave behind, made up from a seed. */
final class CleanEvidence {
  private static final List<String> PRIORITIES = List.of("low", "medium", "high", "urgent");

  private final Random random;
  private final List<Recorded> ledger = new ArrayList<>();
  private final List<TicketRow> tickets = new ArrayList<>();
  private final List<MessageRow> messages = new ArrayList<>();
  private final List<HistoryRow> history = new ArrayList<>();
  private final List<WireEvent> events = new ArrayList<>();
  private final List<NotificationRow> notifications = new ArrayList<>();
  private int keys;

  private CleanEvidence(long seed) {
    this.random = new Random(seed);
  }

  static Evidence of(long seed, int ticketCount) {
    CleanEvidence made = new CleanEvidence(seed);
    List<List<WireEvent>> lanes = new ArrayList<>();
    for (int i = 0; i < ticketCount; i++) {
      lanes.add(new ArrayList<>(made.ticket(i)));
    }
    made.interleave(lanes);
    return new Evidence(
        made.ledger,
        made.tickets,
        made.messages,
        made.history,
        made.events,
        made.events.stream().map(e -> new InboxRow("notifications", e.id())).toList(),
        made.notifications,
        0,
        0,
        0);
  }

  private List<WireEvent> ticket(int number) {
    String id = newId();
    String customer = "customer-" + random.nextInt(5);
    Operation opening = Operation.create("key-" + keys++, customer, pick(PRIORITIES));
    ReferenceTicket reference = new ReferenceTicket(opening);
    String humanNumber = "BKG-%06d".formatted(number);
    long version = 1;
    ledger.add(
        new Recorded(opening, done(opening, id, null, new Seen(humanNumber, "open", version))));
    List<String> messageIds = new ArrayList<>(List.of(newId()));
    int steps = 4 + random.nextInt(12);
    for (int i = 0; i < steps; i++) {
      Step step = pick(List.copyOf(reference.permitted()));
      String value =
          switch (step) {
            case PRIORITISE ->
                pick(PRIORITIES.stream().filter(p -> !p.equals(reference.priority())).toList());
            case RESOLVE -> "solved";
            case RATE -> "4";
            default -> "";
          };
      String actor = step.isCustomers() ? customer : "agent-" + random.nextInt(3);
      Operation operation =
          new Operation("key-" + keys++, opening.key(), step, customer, actor, value);
      reference.apply(operation);
      version++;
      String messageId = step.addsMessage() ? newId() : null;
      if (messageId != null) {
        messageIds.add(messageId);
      }
      Seen seen =
          step.addsMessage() || step == Step.RATE
              ? null
              : new Seen(humanNumber, reference.status(), version);
      ledger.add(new Recorded(operation, done(operation, id, messageId, seen)));
    }
    tickets.add(
        new TicketRow(
            id,
            humanNumber,
            customer,
            opening.text(),
            reference.status(),
            reference.assignee(),
            reference.priority(),
            reference.resolution(),
            reference.rating(),
            version,
            reference.events().size()));
    for (int i = 0; i < messageIds.size(); i++) {
      var message = reference.messages().get(i);
      messages.add(
          new MessageRow(
              messageIds.get(i),
              id,
              i + 1,
              message.author(),
              message.visibility(),
              message.text()));
    }
    reference.history().forEach(action -> history.add(new HistoryRow(id, action, "someone")));
    reference
        .notifications()
        .forEach(n -> notifications.add(new NotificationRow(id, n.recipient(), n.kind())));
    return wire(id, customer, reference);
  }

  private static Outcome done(Operation operation, String id, String messageId, Seen seen) {
    return new Outcome(operation.key(), Result.DONE, 1, 0, 200, id, messageId, seen);
  }

  private List<WireEvent> wire(String id, String customer, ReferenceTicket reference) {
    List<WireEvent> lane = new ArrayList<>();
    int partition = Math.floorMod(id.hashCode(), 6);
    for (var event : reference.events()) {
      lane.add(
          new WireEvent(
              partition,
              0,
              id,
              newId(),
              event.type(),
              lane.size() + 1L,
              id,
              customer,
              event.status(),
              event.assignee(),
              event.actor(),
              event.visibility()));
    }
    return lane;
  }

  /** Tickets go on at the same time; the order within each stays. */
  private void interleave(List<List<WireEvent>> lanes) {
    List<List<WireEvent>> open = new ArrayList<>(lanes);
    while (!open.isEmpty()) {
      List<WireEvent> lane = pick(open);
      events.add(lane.removeFirst());
      if (lane.isEmpty()) {
        open.remove(lane);
      }
    }
  }

  private String newId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
