package dev.handrail.ticket.domain.sla;

import java.time.Duration;

/** Working time to the first response and to the resolution; each longer than zero. */
public record Targets(Duration firstResponse, Duration resolution) {

  public Duration of(TargetKind kind) {
    return switch (kind) {
      case FIRST_RESPONSE -> firstResponse;
      case RESOLUTION -> resolution;
    };
  }
}
