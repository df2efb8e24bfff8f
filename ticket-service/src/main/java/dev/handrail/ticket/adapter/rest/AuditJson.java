package dev.handrail.ticket.adapter.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.handrail.ticket.domain.AuditLine;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of the audit trail. */
@Schema(name = "AuditLine", description = "Who did what to which ticket, when, from where.")
record AuditJson(
    TicketRefJson ticket,
    @Schema(examples = "bookings") String app,
    @JsonUnwrapped HistoryJson line) {

  /** A ticket, which may have been deleted. */
  @Schema(name = "TicketRef")
  record TicketRefJson(UUID id, @Schema(examples = "BKG-000123") @Nullable String number) {}

  static AuditJson of(AuditLine line) {
    return new AuditJson(
        new TicketRefJson(line.ticketId(), line.number()),
        line.app(),
        HistoryJson.of(line.entry()));
  }
}
