package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.Page;
import dev.handrail.ticket.adapter.persistence.RatingQueries;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Ratings with their comments, across the tickets of an admin's apps. */
@Path(RatingResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Ratings")
class RatingResource {

  static final String PATH = "/api/v1/ratings";

  private final TicketDoor door;
  private final ServedApps apps;
  private final RatingQueries queries;
  private final Cursors cursors;

  RatingResource(TicketDoor door, ServedApps apps, RatingQueries queries, Cursors cursors) {
    this.door = door;
    this.apps = apps;
    this.queries = queries;
    this.cursors = cursors;
  }

  @GET
  @Access(roles = Role.ADMIN, permissions = Permission.VIEW_TICKETS)
  @Operation(
      operationId = "listRatings",
      summary = "List what customers thought",
      description =
          "Newest first. A page looks at 10,000 ratings at most for rating, commented and agent: it"
              + " may hold less than was asked for, even nothing, and is the last only if it has no"
              + " nextCursor.")
  public Page<RatedTicketJson> list(
      @BeanParam RatingFilter filter,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    var chosen = filter.parse();
    String boundTo = "ratings " + door.identity() + " " + filter.canonical();
    var slice =
        queries.list(
            apps.keys(filter.app()),
            chosen,
            Limit.of(limit),
            cursor == null ? null : cursors.open(cursor, boundTo));
    return new Page<>(
        slice.ratings().stream().map(RatedTicketJson::of).toList(),
        slice.next() == null ? null : cursors.seal(slice.next(), boundTo));
  }
}
