package dev.handrail.endtoend.ledger;

import dev.handrail.endtoend.ledger.Evidence.HistoryRow;
import dev.handrail.endtoend.ledger.Evidence.MessageRow;
import dev.handrail.endtoend.ledger.Evidence.NotificationRow;
import dev.handrail.endtoend.ledger.Evidence.TicketRow;
import dev.handrail.endtoend.ledger.Evidence.WireEvent;
import dev.handrail.endtoend.ledger.Outcome.Result;
import dev.handrail.endtoend.ledger.Violation.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;

/** Ways in which a platform of this kind goes wrong, each planted in a copy of good evidence. */
enum Defect {
  /** The relay deletes a row that it has not sent. */
  DROPPED_EVENT(Kind.EVENT_MISSING) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      WireEvent victim = pick(clean.events(), random);
      return withWorldOf(clean, without(clean.events(), e -> e.id().equals(victim.id())));
    }
  },
  /** The relay reads {@code WHERE id > last}. */
  CURSOR_RELAY(Kind.EVENT_MISSING) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      return withWorldOf(clean, CursorRelay.publish(clean.events(), random));
    }
  },
  /** A consumer applies an event again when it comes again. */
  DOUBLED_EFFECT(Kind.NOTIFICATION_TWICE) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      return clean.withNotifications(
          with(clean.notifications(), pick(clean.notifications(), random)));
    }
  },
  /** A consumer commits its offset before its transaction. */
  SKIPPED_EFFECT(Kind.NOTIFICATION_MISSING) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      NotificationRow victim = pick(clean.notifications(), random);
      return clean.withNotifications(without(clean.notifications(), victim::equals));
    }
  },
  /** The effect is there, but not the row that keeps it from happening again. */
  MISSING_INBOX_ROW(Kind.INBOX_MISSING) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      var victim = pick(clean.inbox(), random);
      return clean.withInbox(without(clean.inbox(), victim::equals));
    }
  },
  /** Somebody is told of what is none of its business. */
  TOLD_A_STRANGER(Kind.NOTIFICATION_UNEXPECTED) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      TicketRow ticket = pick(clean.tickets(), random);
      return clean.withNotifications(
          with(
              clean.notifications(),
              new NotificationRow(ticket.id(), "somebody-else", "new_reply")));
    }
  },
  /** The answer is sent before the commit, which then fails. */
  ACKNOWLEDGED_BEFORE_COMMIT(Kind.ACKNOWLEDGED_MISSING) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      String victim = pick(clean.tickets(), random).id();
      Evidence planted =
          clean
              .withTickets(without(clean.tickets(), t -> t.id().equals(victim)))
              .withMessages(without(clean.messages(), m -> m.ticketId().equals(victim)))
              .withHistory(without(clean.history(), h -> h.ticketId().equals(victim)))
              .withNotifications(without(clean.notifications(), n -> n.ticketId().equals(victim)));
      return withWorldOf(planted, without(clean.events(), e -> e.key().equals(victim)));
    }
  },
  /** A message is acknowledged and then lost, with everything that belonged to it. */
  LOST_MESSAGE(Kind.ACKNOWLEDGED_MISSING) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      MessageRow victim = pick(clean.messages(), random);
      return clean.withMessages(without(clean.messages(), victim::equals));
    }
  },
  /** Two changes read the same row and the second one wins. */
  LOST_UPDATE(Kind.STORED_DIFFERS) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      TicketRow victim =
          pick(clean.tickets().stream().filter(t -> t.version() > 1).toList(), random);
      return clean.withTickets(
          replace(
              clean.tickets(),
              victim,
              new TicketRow(
                  victim.id(),
                  victim.number(),
                  victim.customer(),
                  victim.subject(),
                  victim.status().equals("open") ? "closed" : "open",
                  victim.assignee(),
                  victim.priority(),
                  victim.resolution(),
                  victim.rating(),
                  victim.version(),
                  victim.eventSequence())));
    }
  },
  /** A repeated request with the same key makes a second ticket. */
  KEY_USED_TWICE(Kind.STORED_TWICE) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      TicketRow victim = pick(clean.tickets(), random);
      return clean.withTickets(
          with(
              clean.tickets(),
              new TicketRow(
                  newId(random),
                  victim.number() + "9",
                  victim.customer(),
                  victim.subject(),
                  "open",
                  null,
                  victim.priority(),
                  null,
                  null,
                  1,
                  1)));
    }
  },
  /** A repeated request with the same key adds a second message. */
  MESSAGE_STORED_TWICE(Kind.STORED_TWICE) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      MessageRow victim = pick(clean.messages(), random);
      return clean.withMessages(
          with(
              clean.messages(),
              new MessageRow(
                  newId(random),
                  victim.ticketId(),
                  victim.position() + 1,
                  victim.author(),
                  victim.visibility(),
                  victim.text())));
    }
  },
  /** A row that nobody has asked for. */
  ROW_FROM_NOWHERE(Kind.UNLEDGERED_ROW) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      TicketRow like = pick(clean.tickets(), random);
      return clean.withTickets(
          with(
              clean.tickets(),
              new TicketRow(
                  newId(random),
                  "BKG-999999",
                  like.customer(),
                  "nobody asked",
                  "open",
                  null,
                  "low",
                  null,
                  null,
                  1,
                  1)));
    }
  },
  /** What was refused happened all the same. */
  EFFECT_OF_REFUSED(Kind.STORED_DIFFERS) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      Recorded victim =
          pick(
              clean.ledger().stream().filter(r -> r.operation().step() == Step.PRIORITISE).toList(),
              random);
      Outcome refused =
          new Outcome(victim.operation().key(), Result.REFUSED, 1, 0, 409, null, null, null);
      return clean.withLedger(
          replace(clean.ledger(), victim, new Recorded(victim.operation(), refused)));
    }
  },
  /** Two relays at once, or a failed send overtaken by the next of its key. */
  REORDERED_KEY(Kind.EVENT_ORDER) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      String key =
          pick(clean.events().stream().filter(e -> e.sequence() == 2).toList(), random).key();
      List<WireEvent> events = new ArrayList<>(clean.events());
      int first = first(events, e -> e.key().equals(key) && e.sequence() == 1);
      int second = first(events, e -> e.key().equals(key) && e.sequence() == 2);
      Collections.swap(events, first, second);
      return clean.withEvents(events);
    }
  },
  /** An event is stored again under a new id when its publishing is repeated. */
  NEW_ID_ON_REPEAT(Kind.EVENT_AMBIGUOUS) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      WireEvent victim = pick(clean.events(), random);
      return withWorldOf(clean, with(clean.events(), copy(victim, newId(random), victim.status())));
    }
  },
  /** An event of a transaction that was rolled back. */
  EVENT_WITHOUT_CHANGE(Kind.EVENT_UNEXPECTED) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      TicketRow ticket = pick(clean.tickets(), random);
      WireEvent like = clean.events().get(first(clean.events(), e -> e.key().equals(ticket.id())));
      WireEvent phantom =
          new WireEvent(
              like.partition(),
              0,
              like.key(),
              newId(random),
              "handrail.TicketUpdated.v1",
              ticket.eventSequence() + 1,
              like.ticketId(),
              like.customer(),
              ticket.status(),
              ticket.assignee(),
              like.actor(),
              null);
      return withWorldOf(clean, with(clean.events(), phantom));
    }
  },
  /** The event shows the ticket as it was before the change. */
  STALE_SNAPSHOT(Kind.EVENT_DIFFERS) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      WireEvent victim =
          pick(
              clean.events().stream().filter(e -> e.type().contains("StatusChanged")).toList(),
              random);
      String stale = victim.status().equals("open") ? "closed" : "open";
      return clean.withEvents(
          clean.events().stream()
              .map(e -> e.id().equals(victim.id()) ? copy(e, e.id(), stale) : e)
              .toList());
    }
  },
  /** A change without its line in the history. */
  FORGOTTEN_HISTORY(Kind.HISTORY_DIFFERS) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      List<HistoryRow> history = new ArrayList<>(clean.history());
      history.remove(random.nextInt(history.size()));
      return clean.withHistory(history);
    }
  },
  /** A good event is put aside as bad. */
  DEAD_LETTER(Kind.DEAD_LETTERS) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      return clean.withRest(0, 0, 1);
    }
  },
  /** A relay that has stopped working. */
  STUCK_RELAY(Kind.NOT_QUIET) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      return clean.withRest(3, 0, 0);
    }
  },
  /** A consumer that has stopped working. */
  STUCK_CONSUMER(Kind.NOT_QUIET) {
    @Override
    Evidence plant(Evidence clean, Random random) {
      return clean.withRest(0, 3, 0);
    }
  };

  private final Kind shows;

  Defect(Kind shows) {
    this.shows = shows;
  }

  /** A kind of violation that the checker must report for it. */
  Kind shows() {
    return shows;
  }

  /** The evidence as it would be with this defect. */
  abstract Evidence plant(Evidence clean, Random random);

  /** These events, and consumers that have noted just them. */
  private static Evidence withWorldOf(Evidence clean, List<WireEvent> events) {
    List<String> ids = events.stream().map(WireEvent::id).toList();
    var known = new java.util.HashSet<>(ids);
    var before = new java.util.HashSet<>(clean.events().stream().map(WireEvent::id).toList());
    var consumers = clean.inbox().stream().map(Evidence.InboxRow::consumer).distinct().toList();
    List<Evidence.InboxRow> inbox =
        new ArrayList<>(clean.inbox().stream().filter(r -> known.contains(r.eventId())).toList());
    events.stream()
        .filter(e -> !before.contains(e.id()))
        .forEach(e -> consumers.forEach(c -> inbox.add(new Evidence.InboxRow(c, e.id()))));
    return clean.withEvents(events).withInbox(inbox);
  }

  private static WireEvent copy(WireEvent e, String id, String status) {
    return new WireEvent(
        e.partition(),
        e.offset(),
        e.key(),
        id,
        e.type(),
        e.sequence(),
        e.ticketId(),
        e.customer(),
        status,
        e.assignee(),
        e.actor(),
        e.visibility());
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static <T> int first(List<T> list, Predicate<T> wanted) {
    for (int i = 0; i < list.size(); i++) {
      if (wanted.test(list.get(i))) {
        return i;
      }
    }
    throw new IllegalArgumentException("There is none.");
  }

  private static <T> List<T> without(List<T> list, Predicate<T> victim) {
    return list.stream().filter(victim.negate()).toList();
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }

  private static <T> List<T> replace(List<T> list, T victim, T by) {
    return list.stream().map(x -> Objects.equals(x, victim) ? by : x).toList();
  }

  private static String newId(Random random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
