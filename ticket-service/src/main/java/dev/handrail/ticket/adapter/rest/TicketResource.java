package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.Versioned;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.adapter.rest.TicketBodies.NewTicket;
import dev.handrail.ticket.adapter.rest.TicketBodies.TicketPatch;
import dev.handrail.ticket.adapter.rest.TicketJson.LinkJson;
import dev.handrail.ticket.application.DeleteTicket;
import dev.handrail.ticket.application.OpenTicket;
import dev.handrail.ticket.application.ReviseTicket;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Ticket;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Opening, finding, reading, correcting and removing tickets. */
@Path(TicketResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Tickets")
class TicketResource {

  static final String PATH = "/api/v1/tickets";

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final TicketDoor door;
  private final TicketQueries queries;
  private final Cursors cursors;
  private final MergePatches patches;
  private final OpenTicket openTicket;
  private final ReviseTicket reviseTicket;
  private final DeleteTicket deleteTicket;

  TicketResource(
      Callers callers,
      OncePerKey oncePerKey,
      TicketDoor door,
      TicketQueries queries,
      Cursors cursors,
      MergePatches patches,
      OpenTicket openTicket,
      ReviseTicket reviseTicket,
      DeleteTicket deleteTicket) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.door = door;
    this.queries = queries;
    this.cursors = cursors;
    this.patches = patches;
    this.openTicket = openTicket;
    this.reviseTicket = reviseTicket;
    this.deleteTicket = deleteTicket;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(permissions = Permission.CREATE_TICKETS)
  @Operation(
      operationId = "openTicket",
      summary = "Open a ticket",
      description = "A customer for itself; staff and services on behalf of a customer.")
  @APIResponse(
      responseCode = "201",
      description = "The ticket.",
      content = @Content(schema = @Schema(implementation = TicketJson.class)))
  public Response open(@RestHeader(OncePerKey.HEADER) @Nullable String key, NewTicket body) {
    return oncePerKey.run(key, body, () -> opened(body));
  }

  private Response opened(NewTicket body) {
    Caller caller = callers.current();
    Ticket ticket =
        openTicket.handle(
            new OpenTicket.Command(
                caller,
                body.subject(),
                body.description(),
                body.category(),
                body.priority(),
                body.department(),
                body.language(),
                body.app(),
                body.customerId(),
                body.source(),
                Objects.requireNonNullElse(body.tags(), List.of()),
                links(body.links()),
                Objects.requireNonNullElse(body.attachmentIds(), List.of()),
                customFields(body.customFields())));
    return Versioned.created(
        PATH + "/" + ticket.id(), door.json(ticket), ticket.versionFor(caller));
  }

  private static List<Link> links(@Nullable List<@Nullable LinkJson> given) {
    return given == null
        ? List.of()
        : given.stream()
            .map(l -> new Link(text(l == null ? null : l.type()), text(l == null ? null : l.id())))
            .toList();
  }

  /** The domain refuses the empty text where a value is required. */
  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  private static Map<String, Object> customFields(@Nullable Map<String, @Nullable Object> given) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (given != null) {
      given.forEach(
          (field, value) ->
              fields.put(field, Objects.requireNonNullElse(value, CustomFieldValue.UNFIT)));
    }
    return fields;
  }

  @GET
  @Access(permissions = Permission.VIEW_TICKETS)
  @Operation(
      operationId = "listTickets",
      summary = "List tickets",
      description = "Those that the caller sees and the filter chooses, in pages.")
  public Page<TicketJson> list(
      @BeanParam TicketFilter filter,
      @Parameter(
              description =
                  "createdAt, updatedAt, priority or slaDueAt; a minus sign before it: descending.")
          @Schema(
              enumeration = {
                "createdAt",
                "-createdAt",
                "updatedAt",
                "-updatedAt",
                "priority",
                "-priority",
                "slaDueAt",
                "-slaDueAt"
              },
              defaultValue = TicketSort.DEFAULT)
          @RestQuery
          @Nullable String sort,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    Caller caller = callers.current();
    TicketQueries.Sort order = TicketSort.parse(sort);
    var chosen = filter.parse(caller);
    String boundTo = "tickets " + door.identity() + " " + order + " " + filter.canonical();
    var slice =
        queries.list(
            door.scope(),
            caller.isStaff(),
            chosen,
            order,
            Limit.of(limit),
            cursor == null ? null : cursors.open(cursor, boundTo));
    return new Page<>(
        slice.tickets().stream().map(door::json).toList(),
        slice.next() == null ? null : cursors.seal(slice.next(), boundTo));
  }

  @GET
  @Path("/counts")
  @Access(permissions = Permission.VIEW_TICKETS)
  @Operation(
      operationId = "countTickets",
      summary = "Count tickets",
      description = "Those that the caller sees and the filter chooses; exact up to 10,000.")
  public CountsJson count(@BeanParam TicketFilter filter) {
    Caller caller = callers.current();
    return CountsJson.of(queries.counts(door.scope(), caller.isStaff(), filter.parse(caller)));
  }

  @GET
  @Path("/{ref}")
  @Access(permissions = Permission.VIEW_TICKETS)
  @Operation(operationId = "getTicket", summary = "Read a ticket with its newest messages")
  public RestResponse<TicketDetailJson> get(@RestPath String ref) {
    return door.answerWithDetail(ref);
  }

  @PATCH
  @Path("/{ref}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.EDIT_TICKETS)
  @Operation(operationId = "reviseTicket", summary = "Correct what a ticket is about")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = TicketPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = TicketPatch.class))
      })
  public RestResponse<TicketJson> revise(
      @RestPath String ref, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    Caller caller = callers.current();
    TicketPatch patch = patches.read(body, TicketPatch.class, Set.of()).values();
    Ticket ticket =
        reviseTicket.handle(
            new ReviseTicket.Command(
                caller,
                ref,
                IfMatch.version(ifMatch),
                patch.subject(),
                patch.category(),
                patch.department(),
                patch.priority(),
                patch.language(),
                patch.tags(),
                patch.customFields()));
    return door.answer(ticket);
  }

  @DELETE
  @Path("/{ref}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.DELETE_TICKETS)
  @ResponseStatus(204)
  @Operation(operationId = "deleteTicket", summary = "Remove a ticket for good")
  public void delete(@RestPath String ref, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    deleteTicket.handle(new DeleteTicket.Command(callers.current(), ref, IfMatch.version(ifMatch)));
  }
}
