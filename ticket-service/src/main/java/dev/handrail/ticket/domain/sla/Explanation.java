package dev.handrail.ticket.domain.sla;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells in words how a deadline came about, so that a person can work it out again. */
public final class Explanation {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm:ss", Locale.ENGLISH);

  private final ZoneId zone;

  private Explanation(ZoneId zone) {
    this.zone = zone;
  }

  /** The steps of one deadline, in order; times are those of the calendar's zone. */
  public static List<String> of(Deadline deadline, Terms terms, Instant now) {
    return new Explanation(terms.calendar().zone()).steps(deadline, terms, now);
  }

  private List<String> steps(Deadline deadline, Terms terms, Instant now) {
    BusinessCalendar calendar = terms.calendar();
    String what =
        switch (deadline.kind()) {
          case FIRST_RESPONSE -> "First response";
          case RESOLUTION -> "Resolution";
        };
    List<String> steps = new ArrayList<>();
    steps.add(
        "%s: %s of the time of calendar %s (version %d, %s) by policy %s (version %d)."
            .formatted(
                what,
                words(terms.targets().of(deadline.kind())),
                calendar.key(),
                calendar.version(),
                zone,
                terms.policy(),
                terms.policyVersion()));
    List<Instant> moments = deadline.runs().moments();
    for (int i = 0; i < moments.size(); i += 2) {
      Instant from = moments.get(i);
      boolean open = i + 1 == moments.size();
      Instant to = open ? now : moments.get(i + 1);
      steps.add(
          "%s: the clock ran from %s %s %s, of which %s counted."
              .formatted(
                  what,
                  moment(from),
                  open ? "and runs still, until now" : "to",
                  moment(to),
                  words(calendar.between(from, to))));
    }
    steps.add(
        "%s: %s counted in all; due %s, at risk from %s; %s."
            .formatted(
                what,
                words(deadline.runs().counted(now, calendar)),
                moment(deadline.dueAt()),
                moment(deadline.atRiskAt()),
                verdict(deadline, now)));
    return steps;
  }

  private String verdict(Deadline deadline, Instant now) {
    Instant stopped = deadline.stoppedAt();
    return switch (deadline.stateAt(now)) {
      case MET -> "met, as it happened " + moment(stopped == null ? now : stopped);
      case BREACHED ->
          stopped == null ? "breached" : "breached, as it happened only " + moment(stopped);
      case PAUSED -> "paused; the due time moves on with the pause";
      case OK -> "in time";
      case AT_RISK -> "at risk";
    };
  }

  private String moment(Instant instant) {
    return MOMENT.format(instant.atZone(zone));
  }

  private static String words(Duration duration) {
    Duration whole = duration.truncatedTo(ChronoUnit.SECONDS);
    List<String> parts = new ArrayList<>();
    if (whole.toHours() > 0) {
      parts.add(whole.toHours() + " h");
    }
    if (whole.toMinutesPart() > 0) {
      parts.add(whole.toMinutesPart() + " min");
    }
    if (whole.toSecondsPart() > 0 || parts.isEmpty()) {
      parts.add(whole.toSecondsPart() + " s");
    }
    return String.join(" ", parts);
  }
}
