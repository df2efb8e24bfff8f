package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.persistence.AgentQueries;
import dev.handrail.agent.adapter.rest.AgentBodies.OwnProfilePatch;
import dev.handrail.agent.application.AgentAccess;
import dev.handrail.agent.application.ReviseProfile;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The caller's own account; a caller of another issuer may have none. */
@Path(OwnAccountResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Own account")
class OwnAccountResource {

  static final String PATH = "/api/v1/agents/me";

  private final Callers callers;
  private final AgentQueries queries;
  private final MergePatches patches;
  private final ReviseProfile revise;

  OwnAccountResource(
      Callers callers, AgentQueries queries, MergePatches patches, ReviseProfile revise) {
    this.callers = callers;
    this.queries = queries;
    this.patches = patches;
    this.revise = revise;
  }

  @GET
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(operationId = "getOwnAccount", summary = "Read one's own account")
  public RestResponse<AgentJson> get() {
    return answer(
        AgentAccess.parse(callers.current().id())
            .flatMap(queries::find)
            .orElseThrow(ProblemException::notFound));
  }

  @PATCH
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "changeOwnAccount",
      summary = "Change one's own profile",
      description = "Department, employee id, rights and capacity are not one's own to choose.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = OwnProfilePatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = OwnProfilePatch.class))
      })
  public RestResponse<AgentJson> change(
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body) throws IOException {
    var patch = patches.read(body, OwnProfilePatch.class, OwnProfilePatch.REMOVABLE);
    return answer(
        revise.own(
            callers.current(),
            IfMatch.version(ifMatch),
            (stored, text) -> OwnProfilePatch.apply(patch, stored, text)));
  }

  private static RestResponse<AgentJson> answer(Agent agent) {
    return Versioned.ok(AgentJson.of(agent), agent.version());
  }
}
