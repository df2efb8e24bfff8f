package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Versioned;
import dev.handrail.ticket.adapter.rest.TicketBodies.AssigneeChange;
import dev.handrail.ticket.adapter.rest.TicketBodies.Closing;
import dev.handrail.ticket.adapter.rest.TicketBodies.NewEscalation;
import dev.handrail.ticket.adapter.rest.TicketBodies.NewRating;
import dev.handrail.ticket.adapter.rest.TicketBodies.NewResolution;
import dev.handrail.ticket.adapter.rest.TicketBodies.PriorityChange;
import dev.handrail.ticket.adapter.rest.TicketBodies.Reopening;
import dev.handrail.ticket.adapter.rest.TicketBodies.StatusChange;
import dev.handrail.ticket.adapter.rest.TicketJson.RatingJson;
import dev.handrail.ticket.application.AssignTicket;
import dev.handrail.ticket.application.ChangeStatus;
import dev.handrail.ticket.application.EndTicket;
import dev.handrail.ticket.application.EndTicket.Ending;
import dev.handrail.ticket.application.EscalateTicket;
import dev.handrail.ticket.application.RateTicket;
import dev.handrail.ticket.application.ReopenTicket;
import dev.handrail.ticket.application.ReviseTicket;
import dev.handrail.ticket.application.UnassignTicket;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Rating;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What is done with a ticket: its way through the workflow, who has it, how it ends. */
@Path(TicketResource.PATH + "/{ref}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Workflow")
class TicketActionResource {

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final TicketDoor door;
  private final ChangeStatus changeStatus;
  private final ReviseTicket reviseTicket;
  private final AssignTicket assignTicket;
  private final UnassignTicket unassignTicket;
  private final EndTicket endTicket;
  private final ReopenTicket reopenTicket;
  private final RateTicket rateTicket;
  private final EscalateTicket escalateTicket;

  TicketActionResource(
      Callers callers,
      OncePerKey oncePerKey,
      TicketDoor door,
      ChangeStatus changeStatus,
      ReviseTicket reviseTicket,
      AssignTicket assignTicket,
      UnassignTicket unassignTicket,
      EndTicket endTicket,
      ReopenTicket reopenTicket,
      RateTicket rateTicket,
      EscalateTicket escalateTicket) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.door = door;
    this.changeStatus = changeStatus;
    this.reviseTicket = reviseTicket;
    this.assignTicket = assignTicket;
    this.unassignTicket = unassignTicket;
    this.endTicket = endTicket;
    this.reopenTicket = reopenTicket;
    this.rateTicket = rateTicket;
    this.escalateTicket = escalateTicket;
  }

  @PUT
  @Path("/status")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(roles = {Role.CUSTOMER, Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "changeStatus",
      summary = "Move a ticket along its workflow",
      description =
          "A customer only closes its own resolved ticket. An illegal move answers 409 and names"
              + " the legal ones.")
  public RestResponse<TicketJson> changeStatus(
      @RestPath String ref,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      StatusChange body) {
    return door.answer(
        changeStatus.handle(
            new ChangeStatus.Command(
                callers.current(), ref, IfMatch.version(ifMatch), body.status(), body.note())));
  }

  @PUT
  @Path("/priority")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.EDIT_TICKETS)
  @Operation(
      operationId = "changePriority",
      summary = "Change a ticket's priority",
      description = "Open SLA targets are set again from the ticket's creation.")
  public RestResponse<TicketJson> changePriority(
      @RestPath String ref,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      PriorityChange body) {
    Text text = new Text();
    String priority = text.line("priority", body.priority(), 50);
    text.done();
    return door.answer(
        reviseTicket.handle(
            new ReviseTicket.Command(
                callers.current(),
                ref,
                IfMatch.version(ifMatch),
                null,
                null,
                null,
                priority,
                null,
                null,
                null)));
  }

  @PUT
  @Path("/assignee")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.ASSIGN_TICKETS)
  @Operation(
      operationId = "assignTicket",
      summary = "Pick a ticket, assign it or hand it over",
      description = "Of several who pick it at once exactly one gets it; the others get 409.")
  public RestResponse<TicketJson> assign(
      @RestPath String ref,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      AssigneeChange body) {
    return door.answer(
        assignTicket.handle(
            new AssignTicket.Command(
                callers.current(), ref, IfMatch.version(ifMatch), body.agentId())));
  }

  @DELETE
  @Path("/assignee")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.ASSIGN_TICKETS)
  @Operation(
      operationId = "unassignTicket",
      summary = "Give a ticket back, so that anyone may pick")
  public RestResponse<TicketJson> unassign(
      @RestPath String ref, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    return door.answer(
        unassignTicket.handle(
            new UnassignTicket.Command(callers.current(), ref, IfMatch.version(ifMatch))));
  }

  @POST
  @Path("/resolution")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.CLOSE_TICKETS)
  @Operation(operationId = "resolveTicket", summary = "Resolve a ticket")
  @APIResponse(
      responseCode = "200",
      description = "The ticket, resolved.",
      content = @Content(schema = @Schema(implementation = TicketJson.class)))
  public Response resolve(
      @RestPath String ref,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      @RestHeader(OncePerKey.HEADER) @Nullable String key,
      NewResolution body) {
    return once(
        key,
        body,
        () -> end(Ending.RESOLVE, ref, ifMatch, body.type(), body.summary(), body.notes()));
  }

  @POST
  @Path("/close")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.CLOSE_TICKETS)
  @Operation(operationId = "closeTicket", summary = "Close a ticket")
  @APIResponse(
      responseCode = "200",
      description = "The ticket, closed.",
      content = @Content(schema = @Schema(implementation = TicketJson.class)))
  public Response close(
      @RestPath String ref,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      @RestHeader(OncePerKey.HEADER) @Nullable String key,
      Closing body) {
    return once(
        key,
        body,
        () -> end(Ending.CLOSE, ref, ifMatch, body.type(), body.summary(), body.notes()));
  }

  @POST
  @Path("/reopen")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(roles = {Role.CUSTOMER, Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "reopenTicket",
      summary = "Take up a resolved or closed ticket again",
      description = "Within the app's window after its end.")
  @APIResponse(
      responseCode = "200",
      description = "The ticket, active again.",
      content = @Content(schema = @Schema(implementation = TicketJson.class)))
  public Response reopen(
      @RestPath String ref,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      @RestHeader(OncePerKey.HEADER) @Nullable String key,
      Reopening body) {
    return once(
        key,
        body,
        () ->
            reopenTicket.handle(
                new ReopenTicket.Command(
                    callers.current(), ref, IfMatch.version(ifMatch), body.reason())));
  }

  private Ticket end(
      Ending ending,
      String ref,
      @Nullable String ifMatch,
      @Nullable String type,
      @Nullable String summary,
      @Nullable String notes) {
    return endTicket.handle(
        new EndTicket.Command(
            callers.current(), ref, IfMatch.version(ifMatch), ending, type, summary, notes));
  }

  /** Answers with the ticket after an action that is done once per key. */
  private Response once(@Nullable String key, Record body, Supplier<Ticket> action) {
    return oncePerKey.run(key, body, () -> door.answer(action.get()).toResponse());
  }

  @POST
  @Path("/rating")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(roles = Role.CUSTOMER)
  @Operation(
      operationId = "rateTicket",
      summary = "Rate a resolved or closed ticket",
      description = "Once, by its customer.")
  @APIResponse(
      responseCode = "201",
      description = "The rating.",
      content = @Content(schema = @Schema(implementation = RatingJson.class)))
  public Response rate(
      @RestPath String ref, @RestHeader(OncePerKey.HEADER) @Nullable String key, NewRating body) {
    return oncePerKey.run(key, body, () -> rated(ref, body));
  }

  @POST
  @Path("/escalations")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.EDIT_TICKETS)
  @Operation(
      operationId = "escalateTicket",
      summary = "Escalate a ticket to an agent or a level",
      description =
          "The level goes up. A ticket that has ended answers 409 and names the legal moves.")
  @APIResponse(
      responseCode = "201",
      description = "The escalation.",
      content = @Content(schema = @Schema(implementation = EscalationJson.class)))
  public Response escalate(
      @RestPath String ref,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      @RestHeader(OncePerKey.HEADER) @Nullable String key,
      NewEscalation body) {
    EscalateTicket.Command command =
        new EscalateTicket.Command(
            callers.current(),
            ref,
            IfMatch.version(ifMatch),
            body.reason(),
            body.toAgentId(),
            body.level());
    return oncePerKey.run(key, body, () -> escalated(command));
  }

  private Response escalated(EscalateTicket.Command command) {
    EscalateTicket.Escalated escalated = escalateTicket.handle(command);
    return Versioned.created(
        TicketResource.PATH + "/" + escalated.ticket().id(),
        EscalationJson.of(escalated.escalation()),
        escalated.ticket().version());
  }

  private Response rated(String ref, NewRating body) {
    Caller caller = callers.current();
    Ticket ticket =
        rateTicket.handle(new RateTicket.Command(caller, ref, body.rating(), body.comment()));
    Rating rating = Objects.requireNonNull(ticket.rating(), "a rated ticket has a rating");
    return Versioned.created(
        TicketResource.PATH + "/" + ticket.id(), RatingJson.of(rating), ticket.versionFor(caller));
  }
}
