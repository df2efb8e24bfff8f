package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.figures.Figures;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an agent has done. */
@Schema(name = "Performance", description = "What an agent has done, over all time.")
record PerformanceJson(
    @Schema(description = "Active tickets that it has now.") long open,
    @Schema(description = "Tickets that it has or has ever had, each once.") long handled,
    @Schema(description = "Tickets that are closed and were its at the end.") long closed,
    @Schema(
            description =
                "Tickets that it was the first to answer; seconds from creation to the answer,"
                    + " nights included.")
        Times firstResponse,
    @Schema(
            description =
                "Resolved and closed tickets that were its at the end; seconds from creation to the"
                    + " end, nights and waiting included.")
        Times resolution,
    @Schema(description = "Ratings, 1 to 5, of tickets that were its when rated.") Ratings rating,
    @Schema(
            description =
                "Targets of the SLA: first responses that it gave, or owes for a ticket that it has,"
                    + " and resolutions of its tickets.")
        Targets sla,
    @Schema(description = "met / (met + breached), 0 to 1; null without any.")
        @Nullable BigDecimal slaCompliance) {

  /** A mean over tickets. */
  @Schema(name = "MeanTime")
  record Times(
      @Schema(description = "Seconds; null without any.") @Nullable Long mean, long count) {}

  /** A mean over ratings. */
  @Schema(name = "MeanRating")
  record Ratings(
      @Schema(description = "Null without any.") @Nullable BigDecimal mean, long count) {}

  /** Promises kept and missed. */
  @Schema(name = "TargetCounts")
  record Targets(
      @Schema(description = "Kept in time.") long met,
      @Schema(description = "Missed, whether kept late or not yet.") long breached) {}

  static PerformanceJson of(Figures f) {
    return new PerformanceJson(
        f.open(),
        f.handled(),
        f.closed(),
        new Times(f.meanFirstResponse(), f.firstResponses()),
        new Times(f.meanResolution(), f.resolutions()),
        new Ratings(f.meanRating(), f.ratings()),
        new Targets(f.met(), f.breached()),
        f.compliance());
  }
}
