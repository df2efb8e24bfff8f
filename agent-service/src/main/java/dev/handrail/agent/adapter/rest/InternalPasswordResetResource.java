package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.GiveOutPasswordResets;
import dev.handrail.kit.web.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The secret of a link, for the service that sends the mail. It is in no event. */
@Path("/internal/password-resets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Internal")
class InternalPasswordResetResource {
  private final GiveOutPasswordResets resets;

  InternalPasswordResetResource(GiveOutPasswordResets resets) {
    this.resets = resets;
  }

  record Link(String token) {
    /** Keeps it out of logs. */
    @Override
    public String toString() {
      return "Link";
    }
  }

  @POST
  @Path("/{id}/token")
  @Operation(
      operationId = "makeResetLink",
      summary = "Make the secret of a link",
      description = "One that was made before is void then; 404 once the link was used or is over.")
  public Link make(@RestPath UUID id) {
    return resets.secret(id).map(Link::new).orElseThrow(ProblemException::notFound);
  }
}
