package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.application.WatchTicket;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** Staff who follow a ticket. */
@Path(TicketResource.PATH + "/{ref}/watchers/me")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Tickets")
class WatcherResource {

  private final Callers callers;
  private final WatchTicket watchTicket;

  WatcherResource(Callers callers, WatchTicket watchTicket) {
    this.callers = callers;
    this.watchTicket = watchTicket;
  }

  @PUT
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.VIEW_TICKETS)
  @ResponseStatus(204)
  @Operation(
      operationId = "watchTicket",
      summary = "Follow a ticket",
      description =
          "The caller is told of what happens to it from now on. 100 may follow one ticket; beyond"
              + " that 409.")
  public void watch(@RestPath String ref) {
    watchTicket.handle(new WatchTicket.Command(callers.current(), ref, true));
  }

  @DELETE
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.VIEW_TICKETS)
  @ResponseStatus(204)
  @Operation(
      operationId = "unwatchTicket",
      summary = "Follow a ticket no longer",
      description = "Also one that the caller followed and does not see any more.")
  public void unwatch(@RestPath String ref) {
    watchTicket.handle(new WatchTicket.Command(callers.current(), ref, false));
  }
}
