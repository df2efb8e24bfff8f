package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.adapter.persistence.AuditQueries;
import dev.handrail.ticket.adapter.rest.AuditJson.TicketRefJson;
import dev.handrail.ticket.domain.AuditChain;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the examination of one ticket's lines found. */
@Schema(name = "AuditVerdict", description = "Whether a ticket's history is as it was written.")
record AuditVerdictJson(
    TicketRefJson ticket,
    @Nullable String app,
    @Schema(
            description =
                "unsealed: all lines are from before there were seals, and nothing can be said.")
        String state,
    @Schema(description = "Lines that are there.") int lines,
    @Schema(description = "The oldest of them, which are from before there were seals.")
        int unsealed,
    @Schema(
            description =
                "Seal of the newest line, in hex. Kept elsewhere, it tells later that the chain was"
                    + " not made anew.")
        @Nullable String seal,
    @Schema(description = "The first thing wrong; null unless the state is broken.")
        @Nullable BreakJson broken) {

  /** Where and how a chain is broken. */
  @Schema(name = "AuditBreak")
  record BreakJson(
      @Schema(
              description =
                  "altered: this line was changed or put in, or one before it was removed or moved;"
                      + " seal_missing: it has no seal, though the one before it has; end_missing:"
                      + " this is not the line that the ticket had last.")
          String problem,
      @Schema(description = "Of the line, within its ticket; null when no line is left.")
          @Nullable Long sequence,
      @Nullable Instant at,
      @Nullable String action) {
    static @Nullable BreakJson of(AuditChain.@Nullable Break b) {
      return b == null ? null : new BreakJson(b.flaw().wire(), b.sequence(), b.at(), b.action());
    }
  }

  static AuditVerdictJson of(AuditQueries.Examined e) {
    AuditChain.Verdict v = e.verdict();
    return new AuditVerdictJson(
        new TicketRefJson(e.ticketId(), e.number()),
        e.app(),
        v.state().wire(),
        v.lines(),
        v.unsealed(),
        v.seal(),
        BreakJson.of(v.broken()));
  }
}
