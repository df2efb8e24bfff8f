package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.adapter.persistence.SlaQueries;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Ticket;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Why a ticket's deadlines are as they are. */
@Path(TicketResource.PATH + "/{ref}/sla")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "SLA")
class SlaAccountResource {

  private final TicketDoor door;
  private final SlaQueries queries;
  private final Clock clock;

  SlaAccountResource(TicketDoor door, SlaQueries queries, Clock clock) {
    this.door = door;
    this.queries = queries;
    this.clock = clock;
  }

  @GET
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.VIEW_TICKETS)
  @Operation(
      operationId = "explainSla",
      summary = "Explain a ticket's deadlines",
      description = "Policy and calendar, the account of the clocks, and each deadline in words.")
  public SlaAccountJson get(@RestPath String ref) {
    Ticket ticket = door.find(ref);
    return SlaAccountJson.of(ticket, queries.ledger(ticket.id()), clock.instant());
  }
}
