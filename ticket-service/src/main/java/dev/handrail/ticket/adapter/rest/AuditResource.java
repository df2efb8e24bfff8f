package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.persistence.AuditQueries;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail: what was done with the tickets of an admin's apps, and whether it is as written.
 */
@Path(AuditResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Audit")
class AuditResource {

  static final String PATH = "/api/v1/audit";

  private final TicketDoor door;
  private final ServedApps apps;
  private final AuditQueries queries;
  private final Cursors cursors;

  AuditResource(TicketDoor door, ServedApps apps, AuditQueries queries, Cursors cursors) {
    this.door = door;
    this.apps = apps;
    this.queries = queries;
    this.cursors = cursors;
  }

  @GET
  @Access(roles = Role.ADMIN, permissions = Permission.VIEW_TICKETS)
  @Operation(
      operationId = "listAudit",
      summary = "Search the audit trail",
      description =
          "Across the tickets of the admin's apps, deleted ones included; newest first. A page looks"
              + " at 10,000 lines at most for action, field and origin: it may hold less than was"
              + " asked for, even nothing, and is the last only if it has no nextCursor.")
  public Page<AuditJson> list(
      @BeanParam AuditFilter filter,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    var chosen = filter.parse();
    String boundTo = "audit " + door.identity() + " " + filter.canonical();
    var slice =
        queries.list(
            apps.keys(filter.app()),
            chosen,
            Limit.of(limit),
            cursor == null ? null : cursors.open(cursor, boundTo));
    return new Page<>(
        slice.lines().stream().map(AuditJson::of).toList(),
        slice.next() == null ? null : cursors.seal(slice.next(), boundTo));
  }

  @GET
  @Path("/verification")
  @Access(roles = Role.ADMIN, permissions = Permission.VIEW_TICKETS)
  @Operation(
      operationId = "verifyAudit",
      summary = "Examine the history of one ticket",
      description =
          "Whether its lines are as they were written, none changed, moved, removed or put in; else"
              + " the first line that is not. 404 for a ticket that never was or is not the"
              + " admin's.")
  public AuditVerdictJson verify(
      @Parameter(
              required = true,
              description = "Id or number of a ticket, also of one that has been deleted.")
          @RestQuery
          @Nullable String ticket) {
    if (ticket == null || ticket.isBlank()) {
      throw ProblemException.badRequest("ticket", "is required");
    }
    Set<String> served = apps.keys(null);
    return queries
        .examine(ticket)
        .filter(e -> e.app() != null && served.contains(e.app()))
        .map(AuditVerdictJson::of)
        .orElseThrow(ProblemException::notFound);
  }

  @GET
  @Path("/verifications")
  @Access(roles = Role.ADMIN, permissions = Permission.VIEW_TICKETS)
  @Operation(
      operationId = "verifyWholeAudit",
      summary = "Examine the histories of all tickets, page by page",
      description =
          "In the order of their ids, of the admin's apps. A page examines so many tickets and shows"
              + " those of the apps asked for: it may be empty, and is the last only if it has no"
              + " nextCursor.")
  public Page<AuditVerdictJson> verifyAll(
      @Parameter(description = "Key of an app.") @RestQuery @Nullable String app,
      @Parameter(description = "Tickets that a page examines.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    int most = Limit.of(limit);
    String boundTo = "verifications " + door.identity() + " " + QueryValues.canonical(null, app);
    Set<String> served = apps.keys(app);
    var slice =
        queries.examine(
            most,
            cursor == null ? null : UUID.fromString(cursors.open(cursor, boundTo).getFirst()));
    UUID next = slice.next();
    return new Page<>(
        slice.tickets().stream()
            .filter(e -> e.app() != null && served.contains(e.app()))
            .map(AuditVerdictJson::of)
            .toList(),
        next == null ? null : cursors.seal(List.of(next.toString()), boundTo));
  }
}
