package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.persistence.TeamQueries;
import dev.handrail.agent.adapter.rest.TeamJson.NewTeam;
import dev.handrail.agent.adapter.rest.TeamJson.TeamPatch;
import dev.handrail.agent.application.AgentAccess;
import dev.handrail.agent.application.EditTeams;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Team;
import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.UUID;
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

/** Agents who work together. */
@Path(TeamResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Teams")
class TeamResource {

  static final String PATH = "/api/v1/teams";

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final TeamQueries queries;
  private final EditTeams edit;
  private final MergePatches patches;
  private final KeysetPages pages;

  TeamResource(
      Callers callers,
      OncePerKey oncePerKey,
      TeamQueries queries,
      EditTeams edit,
      MergePatches patches,
      KeysetPages pages) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.queries = queries;
    this.edit = edit;
    this.patches = patches;
    this.pages = pages;
  }

  @GET
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(operationId = "listTeams", summary = "List the teams")
  public Page<TeamJson> list(
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    return pages.page(
        "teams",
        (after, most) -> queries.page(after == null ? null : UUID.fromString(after), most),
        t -> t.id().toString(),
        TeamJson::of,
        limit,
        cursor);
  }

  @GET
  @Path("/{id}")
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(operationId = "getTeam", summary = "Read a team")
  public RestResponse<TeamJson> get(@RestPath String id) {
    return answer(
        AgentAccess.parse(id).flatMap(queries::find).orElseThrow(ProblemException::notFound));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "addTeam", summary = "Add a team")
  @APIResponse(
      responseCode = "201",
      description = "The team.",
      content = @Content(schema = @Schema(implementation = TeamJson.class)))
  public Response add(@RestHeader(OncePerKey.HEADER) @Nullable String key, NewTeam body) {
    return oncePerKey.run(key, body, () -> added(body));
  }

  private Response added(NewTeam body) {
    Team made = edit.add(callers.current(), body.toWanted());
    return Versioned.created(PATH + "/" + made.id(), TeamJson.of(made), made.version());
  }

  @PATCH
  @Path("/{id}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "changeTeam", summary = "Change a team")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = TeamPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = TeamPatch.class))
      })
  public RestResponse<TeamJson> change(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    var patch = patches.read(body, TeamPatch.class, TeamPatch.REMOVABLE);
    return answer(
        edit.change(
            callers.current(),
            id,
            IfMatch.version(ifMatch),
            stored -> TeamPatch.apply(patch, stored)));
  }

  @DELETE
  @Path("/{id}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @ResponseStatus(204)
  @Operation(operationId = "removeTeam", summary = "Remove a team")
  public void remove(@RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    edit.remove(callers.current(), id, IfMatch.version(ifMatch));
  }

  private static RestResponse<TeamJson> answer(Team team) {
    return Versioned.ok(TeamJson.of(team), team.version());
  }
}
