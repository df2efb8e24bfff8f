package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.adapter.persistence.RatingQueries;
import dev.handrail.ticket.adapter.rest.AuditJson.TicketRefJson;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a customer thought of how its ticket went. */
@Schema(name = "RatedTicket", description = "A customer's verdict on a ticket.")
record RatedTicketJson(
    TicketRefJson ticket,
    String app,
    @Schema(minimum = "1", maximum = "5") int rating,
    @Nullable String comment,
    Instant at,
    NamedJson customer,
    @Schema(description = "Who has the ticket now.") @Nullable NamedJson assignee) {

  /** A person by name. */
  @Schema(name = "Named")
  record NamedJson(String id, @Nullable String name) {
    static @Nullable NamedJson of(RatingQueries.@Nullable Named n) {
      return n == null ? null : new NamedJson(n.id(), n.name());
    }
  }

  static RatedTicketJson of(RatingQueries.Rated r) {
    return new RatedTicketJson(
        new TicketRefJson(r.ticketId(), r.number()),
        r.app(),
        r.stars(),
        r.comment(),
        r.at(),
        new NamedJson(r.customer().id(), r.customer().name()),
        NamedJson.of(r.assignee()));
  }
}
