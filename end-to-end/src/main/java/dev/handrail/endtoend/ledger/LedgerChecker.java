package dev.handrail.endtoend.ledger;

import dev.handrail.endtoend.ledger.Evidence.HistoryRow;
import dev.handrail.endtoend.ledger.Evidence.InboxRow;
import dev.handrail.endtoend.ledger.Evidence.MessageRow;
import dev.handrail.endtoend.ledger.Evidence.NotificationRow;
import dev.handrail.endtoend.ledger.Evidence.TicketRow;
import dev.handrail.endtoend.ledger.Evidence.WireEvent;
import dev.handrail.endtoend.ledger.Outcome.Result;
import dev.handrail.endtoend.ledger.Outcome.Seen;
import dev.handrail.endtoend.ledger.ReferenceTicket.ExpectedEvent;
import dev.handrail.endtoend.ledger.ReferenceTicket.ExpectedMessage;
import dev.handrail.endtoend.ledger.ReferenceTicket.ExpectedNotification;
import dev.handrail.endtoend.ledger.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was acknowledged with what is stored, published and applied. Knows nothing of how
 * the platform works, and looks at every row: what is there too much is as wrong as what is
 * missing.
 *
 * <p>An event may arrive more than once (that is promised to nobody), but its first arrivals are in
 * order, and its effects are there once.
 */
public final class LedgerChecker {
  private final Evidence evidence;
  private final List<Violation> violations = new ArrayList<>();

  private LedgerChecker(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Everything that is wrong; empty if all promises were kept. */
  public static List<Violation> check(Evidence evidence) {
    LedgerChecker checker = new LedgerChecker(evidence);
    checker.checkRest();
    checker.checkTickets();
    checker.checkInboxes();
    return List.copyOf(checker.violations);
  }

  /** Records of the topic that repeat an event which had arrived before. */
  public static long wireDuplicates(Evidence evidence) {
    return evidence.events().size()
        - evidence.events().stream().map(WireEvent::id).distinct().count();
  }

  private void checkRest() {
    if (evidence.unpublished() != 0) {
      violation(Kind.NOT_QUIET, "outbox", evidence.unpublished() + " rows are unpublished");
    }
    if (evidence.lag() != 0) {
      violation(Kind.NOT_QUIET, "consumers", evidence.lag() + " events behind");
    }
    if (evidence.deadLetters() != 0) {
      violation(Kind.DEAD_LETTERS, "topic", evidence.deadLetters() + " records put aside");
    }
  }

  /** What the ledger says of one ticket. */
  private static final class Chapter {
    final Recorded opening;
    final List<Recorded> steps = new ArrayList<>();

    Chapter(Recorded opening) {
      this.opening = opening;
    }

    /** The ticket as it must be if the steps without a certain answer were done, or were not. */
    ReferenceTicket expected(boolean withIndefinite) {
      ReferenceTicket reference = new ReferenceTicket(opening.operation());
      for (Recorded step : steps) {
        if (step.result() == Result.DONE
            || (withIndefinite && step.result() == Result.INDEFINITE)) {
          reference.apply(step.operation());
        }
      }
      return reference;
    }
  }

  private void checkTickets() {
    Map<String, Chapter> chapters = chapters();
    Map<String, List<TicketRow>> rows = new HashMap<>();
    for (TicketRow row : evidence.tickets()) {
      rows.computeIfAbsent(row.subject(), _ -> new ArrayList<>()).add(row);
    }
    Map<String, List<MessageRow>> messages = new HashMap<>();
    evidence
        .messages()
        .forEach(m -> messages.computeIfAbsent(m.ticketId(), _ -> new ArrayList<>()).add(m));
    Map<String, List<HistoryRow>> history = new HashMap<>();
    evidence
        .history()
        .forEach(h -> history.computeIfAbsent(h.ticketId(), _ -> new ArrayList<>()).add(h));
    Map<String, List<WireEvent>> events = new LinkedHashMap<>();
    evidence.events().forEach(e -> events.computeIfAbsent(e.key(), _ -> new ArrayList<>()).add(e));

    Map<String, List<NotificationRow>> told = new LinkedHashMap<>();
    evidence
        .notifications()
        .forEach(n -> told.computeIfAbsent(n.ticketId(), _ -> new ArrayList<>()).add(n));

    Set<String> explained = new HashSet<>();
    for (Chapter chapter : chapters.values()) {
      List<TicketRow> found = rows.getOrDefault(chapter.opening.operation().text(), List.of());
      if (found.size() > 1) {
        violation(
            Kind.STORED_TWICE,
            chapter.opening.operation().key(),
            found.size() + " tickets: " + found.stream().map(TicketRow::number).toList());
      }
      if (found.isEmpty()) {
        checkAbsent(chapter);
        continue;
      }
      found.forEach(row -> explained.add(row.id()));
      TicketRow row = primary(chapter, found);
      violations.addAll(
          compare(
              chapter,
              row,
              messages.getOrDefault(row.id(), List.of()),
              history.getOrDefault(row.id(), List.of()),
              events.getOrDefault(row.id(), List.of()),
              told.getOrDefault(row.id(), List.of())));
    }
    for (TicketRow row : evidence.tickets()) {
      if (!explained.contains(row.id())) {
        violation(Kind.UNLEDGERED_ROW, row.number(), "ticket \"" + row.subject() + "\"");
      }
    }
    evidence.messages().stream()
        .filter(m -> !explained.contains(m.ticketId()))
        .forEach(m -> violation(Kind.UNLEDGERED_ROW, m.id(), "message of no known ticket"));
    evidence.history().stream()
        .filter(h -> !explained.contains(h.ticketId()))
        .forEach(h -> violation(Kind.UNLEDGERED_ROW, h.ticketId(), "history line " + h.action()));
    events.forEach(
        (key, list) -> {
          if (!explained.contains(key)) {
            violation(Kind.EVENT_UNEXPECTED, key, list.size() + " events of no known ticket");
          }
        });
    told.forEach(
        (ticket, list) -> {
          if (!explained.contains(ticket)) {
            violation(Kind.NOTIFICATION_UNEXPECTED, ticket, list + " about no known ticket");
          }
        });
  }

  private Map<String, Chapter> chapters() {
    Map<String, Chapter> chapters = new LinkedHashMap<>();
    for (Recorded line : evidence.ledger()) {
      Operation operation = line.operation();
      if (line.result() == Result.REFUSED) {
        Outcome outcome = Objects.requireNonNull(line.outcome());
        violation(
            Kind.REFUSED,
            operation.key(),
            operation.step() + " was answered " + outcome.status() + " but was legal");
      }
      if (operation.step() == Step.CREATE) {
        chapters.put(operation.key(), new Chapter(line));
      } else {
        Objects.requireNonNull(chapters.get(operation.ticket()), "a ticket is opened first")
            .steps
            .add(line);
      }
    }
    return chapters;
  }

  private static TicketRow primary(Chapter chapter, List<TicketRow> found) {
    Outcome outcome = chapter.opening.outcome();
    return found.stream()
        .filter(row -> outcome != null && row.id().equals(outcome.ticketId()))
        .findFirst()
        .orElse(found.getFirst());
  }

  private void checkAbsent(Chapter chapter) {
    if (chapter.opening.result() == Result.DONE) {
      violation(
          Kind.ACKNOWLEDGED_MISSING,
          chapter.opening.operation().key(),
          "the ticket was acknowledged but is not stored");
    }
  }

  /**
   * Steps without a certain answer leave two possible worlds; what is stored must be one of them,
   * whole: row, messages, history, events and notifications together.
   */
  private static List<Violation> compare(
      Chapter chapter,
      TicketRow row,
      List<MessageRow> messages,
      List<HistoryRow> history,
      List<WireEvent> events,
      List<NotificationRow> told) {
    List<Violation> without =
        new Comparison(chapter, chapter.expected(false), row, messages, history, events, told)
            .run();
    boolean uncertain = chapter.steps.stream().anyMatch(s -> s.result() == Result.INDEFINITE);
    if (without.isEmpty() || !uncertain) {
      return without;
    }
    List<Violation> with =
        new Comparison(chapter, chapter.expected(true), row, messages, history, events, told).run();
    return with.size() < without.size() ? with : without;
  }

  /** One ticket against one possible world. */
  private static final class Comparison {
    private final Chapter chapter;
    private final ReferenceTicket expected;
    private final TicketRow row;
    private final List<MessageRow> messages;
    private final List<HistoryRow> history;
    private final List<WireEvent> events;
    private final List<NotificationRow> told;
    private final List<Violation> found = new ArrayList<>();

    Comparison(
        Chapter chapter,
        ReferenceTicket expected,
        TicketRow row,
        List<MessageRow> messages,
        List<HistoryRow> history,
        List<WireEvent> events,
        List<NotificationRow> told) {
      this.chapter = chapter;
      this.expected = expected;
      this.row = row;
      this.messages = messages;
      this.history = history;
      this.events = events;
      this.told = told;
    }

    List<Violation> run() {
      compareRow();
      compareAnswers();
      compareMessages();
      compareHistory();
      compareEvents();
      compareNotifications();
      return found;
    }

    private void compareRow() {
      Operation opening = chapter.opening.operation();
      differs(Kind.STORED_DIFFERS, "customer", opening.customer(), row.customer());
      differs(Kind.STORED_DIFFERS, "status", expected.status(), row.status());
      differs(Kind.STORED_DIFFERS, "assignee", expected.assignee(), row.assignee());
      differs(Kind.STORED_DIFFERS, "priority", expected.priority(), row.priority());
      differs(Kind.STORED_DIFFERS, "resolution", expected.resolution(), row.resolution());
      differs(Kind.STORED_DIFFERS, "rating", expected.rating(), row.rating());
      differs(
          Kind.STORED_DIFFERS,
          "eventSequence",
          (long) expected.events().size(),
          row.eventSequence());
    }

    /**
     * What the acknowledgements said must have been so then, and must not have gone back since:
     * each showed the ticket as the reference had it after that step.
     */
    private void compareAnswers() {
      ReferenceTicket then = new ReferenceTicket(chapter.opening.operation());
      long newest = compareAnswer(chapter.opening, then, 0);
      for (Recorded line : chapter.steps) {
        if (line.result() == Result.DONE) {
          then.apply(line.operation());
          newest = compareAnswer(line, then, newest);
        }
      }
      if (row.version() < newest) {
        add(
            Kind.STORED_DIFFERS,
            "version " + newest + " was acknowledged, " + row.version() + " is stored");
      }
    }

    private long compareAnswer(Recorded line, ReferenceTicket then, long newest) {
      Outcome outcome = line.outcome();
      if (outcome == null || outcome.result() != Result.DONE) {
        return newest;
      }
      if (outcome.ticketId() != null) {
        differs(Kind.STORED_DIFFERS, "id", outcome.ticketId(), row.id());
      }
      Seen seen = outcome.seen();
      if (seen == null) {
        return newest;
      }
      String of = " in the answer to " + line.operation().key();
      differs(Kind.STORED_DIFFERS, "number" + of, seen.number(), row.number());
      differs(Kind.STORED_DIFFERS, "status" + of, then.status(), seen.status());
      if (seen.version() <= newest) {
        add(Kind.STORED_DIFFERS, "version went from " + newest + " to " + seen.version() + of);
      }
      return Math.max(newest, seen.version());
    }

    private void compareMessages() {
      Map<String, List<MessageRow>> byText = new HashMap<>();
      messages.forEach(m -> byText.computeIfAbsent(m.text(), _ -> new ArrayList<>()).add(m));
      List<ExpectedMessage> wanted = expected.messages();
      Set<String> known = new HashSet<>();
      for (int i = 0; i < wanted.size(); i++) {
        ExpectedMessage message = wanted.get(i);
        known.add(message.text());
        List<MessageRow> rows = byText.getOrDefault(message.text(), List.of());
        if (rows.isEmpty()) {
          add(Kind.ACKNOWLEDGED_MISSING, "message \"" + message.text() + "\" is not stored");
          continue;
        }
        if (rows.size() > 1) {
          add(Kind.STORED_TWICE, "message \"" + message.text() + "\" " + rows.size() + " times");
        }
        MessageRow first = rows.getFirst();
        differs(Kind.STORED_DIFFERS, "author of a message", message.author(), first.author());
        differs(
            Kind.STORED_DIFFERS,
            "visibility of a message",
            message.visibility(),
            first.visibility());
        differs(Kind.STORED_DIFFERS, "position of a message", i + 1, first.position());
      }
      messages.stream()
          .filter(m -> !known.contains(m.text()))
          .forEach(m -> add(Kind.UNLEDGERED_ROW, "message \"" + m.text() + "\""));
      for (Recorded step : chapter.steps) {
        Outcome outcome = step.outcome();
        if (outcome != null
            && outcome.messageId() != null
            && messages.stream().noneMatch(m -> m.id().equals(outcome.messageId()))) {
          add(
              Kind.ACKNOWLEDGED_MISSING,
              "message " + outcome.messageId() + " of " + step.operation().key());
        }
      }
    }

    private void compareHistory() {
      List<String> actions = history.stream().map(HistoryRow::action).toList();
      if (!actions.equals(expected.history())) {
        add(Kind.HISTORY_DIFFERS, "expected " + expected.history() + ", found " + actions);
      }
    }

    private void compareEvents() {
      Map<String, WireEvent> byId = new HashMap<>();
      List<WireEvent> firsts = new ArrayList<>();
      for (WireEvent event : events) {
        WireEvent known = byId.putIfAbsent(event.id(), event);
        if (known == null) {
          firsts.add(event);
        } else if (!sameContent(known, event)) {
          add(Kind.EVENT_AMBIGUOUS, "event " + event.id() + " came with two contents");
        }
      }
      if (events.stream().map(WireEvent::partition).distinct().count() > 1) {
        add(Kind.EVENT_ORDER, "its events are in several partitions");
      }
      long newest = 0;
      Map<Long, WireEvent> bySequence = new HashMap<>();
      for (WireEvent event : firsts) {
        WireEvent other = bySequence.putIfAbsent(event.sequence(), event);
        if (other != null) {
          add(
              Kind.EVENT_AMBIGUOUS,
              "number " + event.sequence() + " belongs to " + other.id() + " and " + event.id());
        } else if (event.sequence() < newest) {
          add(Kind.EVENT_ORDER, "number " + event.sequence() + " came after " + newest);
        }
        newest = Math.max(newest, event.sequence());
      }
      List<ExpectedEvent> wanted = expected.events();
      for (int i = 0; i < wanted.size(); i++) {
        WireEvent event = bySequence.remove(i + 1L);
        if (event == null) {
          add(Kind.EVENT_MISSING, "number " + (i + 1) + ", " + wanted.get(i).type());
        } else {
          compareEvent(wanted.get(i), event);
        }
      }
      bySequence
          .values()
          .forEach(e -> add(Kind.EVENT_UNEXPECTED, "number " + e.sequence() + ", " + e.type()));
    }

    private void compareEvent(ExpectedEvent wanted, WireEvent event) {
      String which = "event " + event.sequence() + " ";
      differs(Kind.EVENT_DIFFERS, which + "type", wanted.type(), event.type());
      differs(Kind.EVENT_DIFFERS, which + "status", wanted.status(), event.status());
      differs(Kind.EVENT_DIFFERS, which + "assignee", wanted.assignee(), event.assignee());
      differs(Kind.EVENT_DIFFERS, which + "actor", wanted.actor(), event.actor());
      differs(Kind.EVENT_DIFFERS, which + "visibility", wanted.visibility(), event.visibility());
      differs(Kind.EVENT_DIFFERS, which + "ticket", row.id(), event.ticketId());
      differs(Kind.EVENT_DIFFERS, which + "customer", row.customer(), event.customer());
    }

    /** Everyone told once per change that concerns it, and nobody of anything else. */
    private void compareNotifications() {
      Map<ExpectedNotification, Integer> open = new LinkedHashMap<>();
      expected.notifications().forEach(n -> open.merge(n, 1, Integer::sum));
      Set<ExpectedNotification> wanted = Set.copyOf(open.keySet());
      for (NotificationRow row : told) {
        ExpectedNotification as = new ExpectedNotification(row.recipient(), row.kind());
        int left = open.merge(as, -1, Integer::sum);
        if (left < 0) {
          add(
              wanted.contains(as) ? Kind.NOTIFICATION_TWICE : Kind.NOTIFICATION_UNEXPECTED,
              row.kind() + " to " + row.recipient());
        }
      }
      open.forEach(
          (notification, left) -> {
            if (left > 0) {
              add(
                  Kind.NOTIFICATION_MISSING,
                  notification.kind() + " to " + notification.recipient() + ", " + left + " times");
            }
          });
    }

    /** A repeat is the same in everything but its place. */
    private static boolean sameContent(WireEvent a, WireEvent b) {
      return a.equals(
          new WireEvent(
              a.partition(),
              a.offset(),
              b.key(),
              b.id(),
              b.type(),
              b.sequence(),
              b.ticketId(),
              b.customer(),
              b.status(),
              b.assignee(),
              b.actor(),
              b.visibility()));
    }

    private void differs(
        Kind kind, String field, @Nullable Object wanted, @Nullable Object actual) {
      if (!Objects.equals(wanted, actual)) {
        add(kind, field + ": expected " + wanted + ", found " + actual);
      }
    }

    private void add(Kind kind, String detail) {
      found.add(
          new Violation(
              kind, chapter.opening.operation().key() + " (" + row.number() + ")", detail));
    }
  }

  /** What consumers made of the events: each applied once. */
  private void checkInboxes() {
    Map<String, WireEvent> events = new LinkedHashMap<>();
    evidence.events().forEach(e -> events.putIfAbsent(e.id(), e));

    Set<String> consumers = new HashSet<>();
    Map<InboxRow, Integer> inbox = new HashMap<>();
    for (InboxRow row : evidence.inbox()) {
      consumers.add(row.consumer());
      inbox.merge(row, 1, Integer::sum);
    }
    if (consumers.isEmpty() && !events.isEmpty()) {
      violation(Kind.INBOX_MISSING, "consumers", "none has applied anything");
    }
    for (String consumer : consumers) {
      events
          .keySet()
          .forEach(
              id -> {
                if (!inbox.containsKey(new InboxRow(consumer, id))) {
                  violation(Kind.INBOX_MISSING, id, consumer + " has not applied it");
                }
              });
    }
    inbox.forEach(
        (row, times) -> {
          if (times > 1) {
            violation(
                Kind.INBOX_UNEXPECTED, row.eventId(), row.consumer() + ": " + times + " rows");
          }
          if (!events.containsKey(row.eventId())) {
            violation(Kind.INBOX_UNEXPECTED, row.eventId(), row.consumer() + " made it up");
          }
        });
  }

  private void violation(Kind kind, String about, String detail) {
    violations.add(new Violation(kind, about, detail));
  }
}
