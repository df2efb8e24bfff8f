package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.persistence.NotBeforeQueries;
import dev.handrail.kit.identity.NotBeforeList;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whose tokens are void, for our other services. */
@Path("/internal/not-before")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Internal")
class NotBeforeResource {
  private final NotBeforeQueries queries;

  NotBeforeResource(NotBeforeQueries queries) {
    this.queries = queries;
  }

  @GET
  @Operation(
      operationId = "getNotBefore",
      summary = "Whose tokens are void",
      description =
          "Every suspended agent, and every one whose rights changed within the hour: its tokens"
              + " with a lower ver are void.")
  public NotBeforeList list() {
    return queries.list();
  }
}
