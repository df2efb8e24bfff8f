package dev.handrail.agent.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When the shifts of a week begin and end, in time that passes everywhere alike.
 *
 * <p>A moment lies within a shift when what a clock on the wall of the agent's zone shows at it
 * lies within a shift of that day. So an hour that a change to winter time brings twice is worked
 * twice, and one that a change to summer time leaves out is not worked at all. Where shifts touch,
 * as at midnight, nothing begins and nothing ends.
 */
final class ShiftTimes {

  /**
   * As far as one has to look: a zone may leave out a day, and a change of its clocks the only
   * shift of a week, but hardly both in a row. Who has no boundary within it has none.
   */
  private static final int DAYS = 22;

  private final WeeklyShifts shifts;
  private final ZoneId zone;

  /** A moment at which being within a shift begins or ends. */
  record Boundary(Instant at, boolean begins) {}

  ShiftTimes(WeeklyShifts shifts) {
    this.shifts = shifts;
    this.zone = shifts.zone();
  }

  boolean isWithin(Instant at) {
    LocalDateTime wall = LocalDateTime.ofInstant(at, zone);
    int second = wall.toLocalTime().toSecondOfDay();
    return on(wall.toLocalDate()).stream()
        .anyMatch(s -> s.fromSecond() <= second && second < s.toSecond());
  }

  /** The first boundary after a moment. */
  Optional<Boundary> nextAfter(Instant moment) {
    LocalDate today = LocalDate.ofInstant(moment, zone);
    return edges(today.minusDays(1), today.plusDays(DAYS)).tailSet(moment, false).stream()
        .filter(this::isBoundary)
        .findFirst()
        .map(this::boundary);
  }

  /** The last boundary up to a moment, itself included, and after another. */
  Optional<Boundary> lastWithin(Instant after, Instant upTo) {
    if (!upTo.isAfter(after)) {
      return Optional.empty();
    }
    LocalDate today = LocalDate.ofInstant(upTo, zone);
    return edges(today.minusDays(DAYS), today.plusDays(1))
        .subSet(after, false, upTo, true)
        .descendingSet()
        .stream()
        .filter(this::isBoundary)
        .findFirst()
        .map(this::boundary);
  }

  private Boundary boundary(Instant at) {
    return new Boundary(at, isWithin(at));
  }

  private boolean isBoundary(Instant at) {
    return isWithin(at) != isWithin(at.minusNanos(1));
  }

  private List<WeeklyShifts.Shift> on(LocalDate day) {
    return shifts.on(day.getDayOfWeek());
  }

  /** Moments between which nothing begins or ends. */
  private NavigableSet<Instant> edges(LocalDate from, LocalDate to) {
    NavigableSet<Instant> edges = new TreeSet<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      addEdges(day, edges);
    }
    return edges;
  }

  /**
   * The edges of a day. One on which the zone's offset changes is cut at the change: within each
   * piece the wall clock and time go alike.
   */
  private void addEdges(LocalDate day, Set<Instant> edges) {
    List<WeeklyShifts.Shift> ofDay = on(day);
    if (ofDay.isEmpty()) {
      return;
    }
    ZoneRules rules = zone.getRules();
    LocalDateTime midnight = day.atStartOfDay();
    // No offset is further from UTC than this, so the pieces cover all of the day.
    Instant pieceFrom = midnight.toInstant(ZoneOffset.MAX);
    Instant dayEnd = midnight.plusDays(1).toInstant(ZoneOffset.MIN);
    while (pieceFrom.isBefore(dayEnd)) {
      ZoneOffset offset = rules.getOffset(pieceFrom);
      ZoneOffsetTransition change = rules.nextTransition(pieceFrom);
      Instant pieceTo =
          change == null || change.getInstant().isAfter(dayEnd) ? dayEnd : change.getInstant();
      for (WeeklyShifts.Shift shift : ofDay) {
        Instant begin = midnight.plusSeconds(shift.fromSecond()).toInstant(offset);
        Instant end = midnight.plusSeconds(shift.toSecond()).toInstant(offset);
        Instant first = begin.isAfter(pieceFrom) ? begin : pieceFrom;
        Instant last = end.isBefore(pieceTo) ? end : pieceTo;
        if (last.isAfter(first)) {
          edges.add(first);
          edges.add(last);
        }
      }
      pieceFrom = pieceTo;
    }
  }
}
