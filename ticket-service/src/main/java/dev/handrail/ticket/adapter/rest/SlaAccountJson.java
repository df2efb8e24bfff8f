package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.domain.SlaLedger;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.Deadline;
import dev.handrail.ticket.domain.sla.Explanation;
import dev.handrail.ticket.domain.sla.TargetKind;
import dev.handrail.ticket.domain.sla.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How the deadlines of a ticket came about. */
@Schema(
    name = "SlaAccount",
    description = "The deadlines of a ticket, and why they are as they are.")
record SlaAccountJson(
    PolicyJson policy,
    CalendarJson calendar,
    List<TargetJson> targets,
    @Schema(description = "What moved the clocks, oldest first.") List<LineJson> ledger,
    @Schema(description = "Each deadline step by step.") List<String> explanation) {

  /** By which policy the targets were set. */
  @Schema(name = "SlaAccountPolicy")
  record PolicyJson(
      @Schema(description = "default stands for the app's own targets.") String key,
      long version,
      int atRiskPercent) {}

  /** By which calendar time is counted. */
  @Schema(name = "SlaAccountCalendar")
  record CalendarJson(
      @Schema(description = "always is around the clock.") String key,
      long version,
      String timeZone) {}

  /** One target. */
  @Schema(name = "SlaTarget")
  record TargetJson(
      @Schema(description = "first_response or resolution.") String kind,
      @Schema(description = "Working time.", examples = "PT1H") Duration target,
      Instant dueAt,
      Instant atRiskAt,
      String state,
      @Schema(description = "When the thing aimed at happened.") @Nullable Instant at) {
    static TargetJson of(Deadline d, Terms terms, Instant now) {
      return new TargetJson(
          d.kind().wire(),
          terms.targets().of(d.kind()),
          d.dueAt(),
          d.atRiskAt(),
          d.stateAt(now).wire(),
          d.stoppedAt());
    }
  }

  /** What moved a clock. */
  @Schema(name = "SlaLine")
  record LineJson(
      Instant at,
      String event,
      @Schema(description = "The target concerned; null where it is both.") @Nullable String target,
      String status,
      @Schema(
              description =
                  "What was left of the target, of the resolution's where it is both; negative"
                      + " after a breach.",
              examples = "PT45M")
          Duration remaining) {}

  static SlaAccountJson of(Ticket ticket, List<SlaLedger.Line> ledger, Instant now) {
    Terms terms = ticket.sla().terms();
    BusinessCalendar calendar = terms.calendar();
    return new SlaAccountJson(
        new PolicyJson(terms.policy(), terms.policyVersion(), terms.atRiskPercent()),
        new CalendarJson(calendar.key(), calendar.version(), calendar.zone().getId()),
        Stream.of(ticket.sla().firstResponse(), ticket.sla().resolution())
            .map(d -> TargetJson.of(d, terms, now))
            .toList(),
        ledger.stream().map(line -> line(line, ticket)).toList(),
        Stream.of(ticket.sla().firstResponse(), ticket.sla().resolution())
            .flatMap(d -> Explanation.of(d, terms, now).stream())
            .toList());
  }

  private static LineJson line(SlaLedger.Line line, Ticket ticket) {
    TargetKind kind = line.target();
    Deadline deadline = ticket.sla().of(Objects.requireNonNullElse(kind, TargetKind.RESOLUTION));
    return new LineJson(
        line.at(),
        line.event().wire(),
        kind == null ? null : kind.wire(),
        line.status().wire(),
        deadline.remainingAt(line.at(), ticket.sla().terms()));
  }
}
