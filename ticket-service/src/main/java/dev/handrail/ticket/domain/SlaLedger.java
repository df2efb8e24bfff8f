package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.Alarm;
import dev.handrail.ticket.domain.sla.Deadline;
import dev.handrail.ticket.domain.sla.TargetKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The append-only account of a ticket's SLA clocks: what started, paused, resumed and stopped them,
 * which targets were set, and what was said. A line is never changed; a deadline can be worked out
 * again from the lines alone.
 */
public final class SlaLedger {

  /** What a line tells. */
  public enum Entry implements Wire {
    STARTED,
    TARGETS_SET,
    PAUSED,
    RESUMED,
    RESPONDED,
    STOPPED,
    AT_RISK,
    BREACHED
  }

  /**
   * One line.
   *
   * @param at when it became so
   * @param target null where it is about both
   * @param status of the ticket from then on
   */
  public record Line(Instant at, Entry event, @Nullable TargetKind target, Status status) {}

  private SlaLedger() {}

  /** The lines that a change adds, in order. */
  static List<Line> of(Change change) {
    Ticket before = change.before();
    Ticket after = change.after();
    List<Line> lines = new ArrayList<>();
    if (before == null) {
      lines.add(new Line(after.createdAt(), Entry.STARTED, null, after.status()));
      return lines;
    }
    for (TicketEvent event : change.events()) {
      switch (event) {
        case TicketEvent.SlaAtRisk(Alarm a) ->
            lines.add(new Line(a.at(), Entry.AT_RISK, a.kind(), before.status()));
        case TicketEvent.SlaBreached(Alarm a) ->
            lines.add(new Line(a.at(), Entry.BREACHED, a.kind(), before.status()));
        case TicketEvent.SlaTargetsSet _ ->
            lines.add(new Line(change.at(), Entry.TARGETS_SET, null, after.status()));
        default -> {
          // The other events move clocks only by what the runs below tell.
        }
      }
    }
    moved(lines, before.sla().firstResponse(), after.sla().firstResponse(), after.status());
    moved(lines, before.sla().resolution(), after.sla().resolution(), after.status());
    return lines;
  }

  private static void moved(List<Line> lines, Deadline before, Deadline after, Status status) {
    List<Instant> moments = after.runs().moments();
    for (int i = before.runs().moments().size(); i < moments.size(); i++) {
      boolean started = i % 2 == 0;
      boolean last = i == moments.size() - 1;
      boolean momentary = started && !last && moments.get(i + 1).equals(moments.get(i));
      if (!momentary) {
        Entry entry =
            started ? Entry.RESUMED : after.stopped() && last ? ended(after) : Entry.PAUSED;
        lines.add(new Line(moments.get(i), entry, after.kind(), status));
      }
    }
  }

  private static Entry ended(Deadline deadline) {
    return switch (deadline.kind()) {
      case FIRST_RESPONSE -> Entry.RESPONDED;
      case RESOLUTION -> Entry.STOPPED;
    };
  }
}
