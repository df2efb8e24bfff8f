package dev.handrail.ticket.domain.sla;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The two promises of a ticket, and the terms that they were made by. */
public record Sla(Terms terms, Deadline firstResponse, Deadline resolution) {

  public static Sla startingAt(Instant start, Terms terms) {
    return new Sla(
        terms,
        Deadline.startingAt(TargetKind.FIRST_RESPONSE, start, terms),
        Deadline.startingAt(TargetKind.RESOLUTION, start, terms));
  }

  private Stream<Deadline> both() {
    return Stream.of(firstResponse, resolution);
  }

  /** The worse of the two states. */
  public SlaState stateAt(Instant now) {
    return firstResponse.stateAt(now).or(resolution.stateAt(now));
  }

  /** The next due time of a running clock; null when none runs. Lists sort by it. */
  public @Nullable Instant nextDueAt() {
    return both()
        .filter(Deadline::isRunning)
        .map(Deadline::dueAt)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** When there is something to say next; null when nothing will be unless the ticket changes. */
  public @Nullable Instant nextAlarmAt() {
    return both()
        .map(Deadline::nextAlarmAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** What has become true of the promises up to a moment and was not said yet, in order. */
  public List<Alarm> unsaidAt(Instant now) {
    List<Alarm> unsaid = new ArrayList<>(firstResponse.unsaidAt(now));
    unsaid.addAll(resolution.unsaidAt(now));
    unsaid.sort(Comparator.comparing(Alarm::at));
    return List.copyOf(unsaid);
  }

  /** The same, with these alarms said: none of them comes again. */
  public Sla saying(List<Alarm> alarms) {
    return new Sla(terms, firstResponse.saying(alarms), resolution.saying(alarms));
  }

  /** Staff has answered for the first time; later answers change nothing. */
  public Sla responded(Instant now) {
    return new Sla(terms, firstResponse.stop(now), resolution);
  }

  /** What the clocks do when the ticket comes into a status. */
  public Sla under(ClockRule rule, Instant now) {
    return switch (rule) {
      case RUNS -> new Sla(terms, firstResponse, resolution.resumed(now, terms));
      case PAUSED ->
          new Sla(
              terms,
              firstResponse,
              (resolution.stopped() ? resolution.resumed(now, terms) : resolution).paused(now));
      // Solving a ticket answers it, too.
      case STOPPED -> new Sla(terms, firstResponse.stop(now), resolution.stop(now));
    };
  }

  /** Other terms for what still runs, counted from the start of the ticket. */
  public Sla retargeted(Terms other, Instant now) {
    return new Sla(other, firstResponse.retargeted(other, now), resolution.retargeted(other, now));
  }

  public Deadline of(TargetKind kind) {
    return switch (kind) {
      case FIRST_RESPONSE -> firstResponse;
      case RESOLUTION -> resolution;
    };
  }
}
