package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.adapter.rest.TicketBodies.NewMessage;
import dev.handrail.ticket.application.MarkRead;
import dev.handrail.ticket.application.PostMessage;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Ticket;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What is said on a ticket, who has read it, and what was done. */
@Path(TicketResource.PATH + "/{ref}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ThreadResource {

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final TicketDoor door;
  private final TicketQueries queries;
  private final Cursors cursors;
  private final PostMessage postMessage;
  private final MarkRead markRead;

  ThreadResource(
      Callers callers,
      OncePerKey oncePerKey,
      TicketDoor door,
      TicketQueries queries,
      Cursors cursors,
      PostMessage postMessage,
      MarkRead markRead) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.door = door;
    this.queries = queries;
    this.cursors = cursors;
    this.postMessage = postMessage;
    this.markRead = markRead;
  }

  @GET
  @Path("/messages")
  @Access(permissions = Permission.VIEW_TICKETS)
  @Tag(name = "Messages")
  @Operation(
      operationId = "listMessages",
      summary = "List a ticket's messages",
      description = "From newest to oldest; internal notes for staff only.")
  public Page<MessageJson> messages(
      @RestPath String ref,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before.") @RestQuery
          @Nullable String cursor) {
    int most = Limit.of(limit);
    Ticket ticket = door.find(ref);
    boolean staff = callers.current().isStaff();
    String boundTo = "messages " + ticket.id() + " " + door.identity();
    // The cursor is the last message shown, not its position: that counts internal notes, too.
    Integer before =
        cursor == null
            ? null
            : queries
                .message(
                    ticket.id(), UUID.fromString(cursors.open(cursor, boundTo).getFirst()), staff)
                .orElseThrow(ProblemException::notFound)
                .position();
    var slice = queries.messages(ticket.id(), staff, most, before);
    return new Page<>(
        slice.messages().stream().map(m -> MessageJson.of(m, ticket.thread())).toList(),
        slice.next() == null
            ? null
            : cursors.seal(List.of(slice.messages().getLast().id().toString()), boundTo));
  }

  @POST
  @Path("/messages")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(permissions = Permission.SEND_MESSAGES)
  @Tag(name = "Messages")
  @Operation(
      operationId = "postMessage",
      summary = "Write on a ticket",
      description = "A public message, or for staff an internal note that no customer ever sees.")
  @APIResponse(
      responseCode = "201",
      description = "The message.",
      content = @Content(schema = @Schema(implementation = MessageJson.class)))
  public Response post(
      @RestPath String ref, @RestHeader(OncePerKey.HEADER) @Nullable String key, NewMessage body) {
    if (body.mentions() != null && !body.mentions().isEmpty()) {
      throw ProblemException.badRequest("mentions", "mentions are not offered yet");
    }
    return oncePerKey.run(key, body, () -> posted(ref, body));
  }

  private Response posted(String ref, NewMessage body) {
    PostMessage.Posted posted =
        postMessage.handle(
            new PostMessage.Command(
                callers.current(),
                ref,
                body.text(),
                body.visibility(),
                body.format(),
                Objects.requireNonNullElse(body.attachmentIds(), List.of())));
    return Response.status(Response.Status.CREATED)
        .header(
            HttpHeaders.LOCATION,
            TicketResource.PATH + "/" + posted.ticketId() + "/messages/" + posted.message().id())
        .entity(MessageJson.fresh(posted.message()))
        .build();
  }

  @GET
  @Path("/messages/{id}")
  @Access(permissions = Permission.VIEW_TICKETS)
  @Tag(name = "Messages")
  @Operation(operationId = "getMessage", summary = "Read one message")
  public MessageJson message(@RestPath String ref, @RestPath String id) {
    Ticket ticket = door.find(ref);
    return queries
        .message(ticket.id(), uuid(id), callers.current().isStaff())
        .map(m -> MessageJson.of(m, ticket.thread()))
        .orElseThrow(ProblemException::notFound);
  }

  /** An id that is none belongs to nothing: 404, not 400. */
  private static UUID uuid(String id) {
    try {
      UUID parsed = UUID.fromString(id);
      if (parsed.toString().equalsIgnoreCase(id)) {
        return parsed;
      }
    } catch (IllegalArgumentException notOne) {
      // Answered below, like an id in another spelling.
    }
    throw ProblemException.notFound();
  }

  @PUT
  @Path("/read")
  @Access(permissions = Permission.VIEW_TICKETS)
  @ResponseStatus(204)
  @Tag(name = "Messages")
  @Operation(
      operationId = "markRead",
      summary = "Mark a ticket's messages as read",
      description = "For the caller's side: the customer, or staff.")
  public void read(@RestPath String ref) {
    markRead.handle(new MarkRead.Command(callers.current(), ref));
  }

  @GET
  @Path("/history")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.VIEW_TICKETS)
  @Tag(name = "Tickets")
  @Operation(
      operationId = "listHistory",
      summary = "List what was done with a ticket",
      description = "Newest first.")
  public Page<HistoryJson> history(
      @RestPath String ref,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before.") @RestQuery
          @Nullable String cursor) {
    int most = Limit.of(limit);
    Ticket ticket = door.find(ref);
    String boundTo = "history " + ticket.id() + " " + door.identity();
    var slice =
        queries.history(
            ticket.id(),
            most,
            cursor == null ? null : Long.valueOf(cursors.open(cursor, boundTo).getFirst()));
    return new Page<>(
        slice.entries().stream().map(HistoryJson::of).toList(),
        slice.next() == null ? null : cursors.seal(List.of(String.valueOf(slice.next())), boundTo));
  }
}
