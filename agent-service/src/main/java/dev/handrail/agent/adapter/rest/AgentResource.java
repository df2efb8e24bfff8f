package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.persistence.AgentQueries;
import dev.handrail.agent.adapter.rest.AgentBodies.Approval;
import dev.handrail.agent.adapter.rest.AgentBodies.AppsUpdate;
import dev.handrail.agent.adapter.rest.AgentBodies.CapacityUpdate;
import dev.handrail.agent.adapter.rest.AgentBodies.PermissionsUpdate;
import dev.handrail.agent.adapter.rest.AgentBodies.ProfilePatch;
import dev.handrail.agent.adapter.rest.AgentBodies.Reason;
import dev.handrail.agent.adapter.rest.AgentBodies.Receipt;
import dev.handrail.agent.adapter.rest.AgentBodies.Registration;
import dev.handrail.agent.adapter.rest.AgentJson.AgentSummary;
import dev.handrail.agent.application.AgentAccess;
import dev.handrail.agent.application.DecideOnAgent;
import dev.handrail.agent.application.DecideOnAgent.Subject;
import dev.handrail.agent.application.EquipAgent;
import dev.handrail.agent.application.RegisterAgent;
import dev.handrail.agent.application.ReviseProfile;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Set;
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

/** The accounts of support agents: registration, and all that who manages agents decides. */
@Path(AgentResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Agents")
class AgentResource {

  static final String PATH = "/api/v1/agents";

  private final Callers callers;
  private final AgentQueries queries;
  private final KeysetPages pages;
  private final MergePatches patches;
  private final RegisterAgent register;
  private final DecideOnAgent decide;
  private final EquipAgent equip;
  private final ReviseProfile revise;

  AgentResource(
      Callers callers,
      AgentQueries queries,
      KeysetPages pages,
      MergePatches patches,
      RegisterAgent register,
      DecideOnAgent decide,
      EquipAgent equip,
      ReviseProfile revise) {
    this.callers = callers;
    this.queries = queries;
    this.pages = pages;
    this.patches = patches;
    this.register = register;
    this.decide = decide;
    this.equip = equip;
    this.revise = revise;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @PermitAll
  @ResponseStatus(202)
  @Operation(
      operationId = "registerAgent",
      summary = "Ask for an account",
      description =
          "Takes no token. The answer is always the same and says nothing about whether the address"
              + " has an account; so repeating it is safe, and an Idempotency-Key changes nothing.")
  public Receipt register(Registration body) {
    register.handle(body.toCommand());
    return Receipt.SAME;
  }

  @GET
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "listAgents",
      summary = "List agents, the newest first",
      description =
          "Who manages agents sees all accounts, whole; other agents see a summary of approved"
              + " ones.")
  @APIResponse(
      responseCode = "200",
      description = "A page of agents.",
      content = @Content(schema = @Schema(implementation = AgentPage.class)))
  public Page<Object> list(
      @Parameter(description = "State of the account; all if absent.") @RestQuery
          @Nullable String status,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    AccountStatus asked = status == null ? null : status(status);
    boolean manages = callers.current().managesAgents();
    boolean hidden = !manages && asked != null && asked != AccountStatus.APPROVED;
    AccountStatus shown = manages ? asked : AccountStatus.APPROVED;
    return pages.page(
        "agents " + (status == null ? "" : status) + (manages ? " whole" : ""),
        (after, most) ->
            hidden
                ? List.<Agent>of()
                : queries.page(shown, after == null ? null : UUID.fromString(after), most),
        a -> a.id().toString(),
        a -> manages ? AgentJson.of(a) : AgentSummary.of(a),
        limit,
        cursor);
  }

  /** For the document only: what a page of agents looks like. */
  @Schema(name = "AgentPage")
  record AgentPage(List<AgentItem> items, @Nullable String nextCursor) {}

  /** For the document only: an account as its reader may see it. */
  @Schema(
      name = "AgentItem",
      anyOf = {AgentJson.class, AgentSummary.class})
  interface AgentItem {}

  @GET
  @Path("/{id}")
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "getAgent",
      summary = "Read an agent",
      description =
          "Who manages agents sees any account, whole; other agents a summary of an approved one.")
  @APIResponse(
      responseCode = "200",
      description = "The agent.",
      content = @Content(schema = @Schema(anyOf = {AgentJson.class, AgentSummary.class})))
  public RestResponse<Object> get(@RestPath String id) {
    Agent agent =
        AgentAccess.parse(id).flatMap(queries::find).orElseThrow(ProblemException::notFound);
    if (callers.current().managesAgents()) {
      return Versioned.ok(AgentJson.of(agent), agent.version());
    }
    if (!agent.isApproved()) {
      throw ProblemException.notFound();
    }
    return RestResponse.ok(AgentSummary.of(agent));
  }

  @PATCH
  @Path("/{id}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "changeAgent", summary = "Correct an agent's profile")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = ProfilePatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ProfilePatch.class))
      })
  public RestResponse<AgentJson> change(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    var patch = patches.read(body, ProfilePatch.class, ProfilePatch.REMOVABLE);
    return answer(
        revise.of(subject(id, ifMatch), (stored, text) -> ProfilePatch.apply(patch, stored, text)));
  }

  @POST
  @Path("/{id}/approval")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "approveAgent", summary = "Let a pending or rejected account work")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Approval.class)))
  public RestResponse<AgentJson> approve(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    Approval asked =
        body.length == 0
            ? Approval.AS_USUAL
            : patches.read(body, Approval.class, Approval.REMOVABLE).values();
    List<String> apps = asked.apps() == null ? null : Lists.of("apps", asked.apps());
    return answer(
        decide.approve(subject(id, ifMatch), apps, Lists.of("permissions", asked.permissions())));
  }

  @POST
  @Path("/{id}/rejection")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "rejectAgent", summary = "Refuse a pending account")
  public RestResponse<AgentJson> reject(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, Reason body) {
    return answer(decide.reject(subject(id, ifMatch), body.reason()));
  }

  @POST
  @Path("/{id}/suspension")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(
      operationId = "suspendAgent",
      summary = "Stop an approved account",
      description = "Its tokens stop working within a minute; its tickets go back to routing.")
  public RestResponse<AgentJson> suspend(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, Reason body) {
    return answer(decide.suspend(subject(id, ifMatch), body.reason()));
  }

  @POST
  @Path("/{id}/reinstatement")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "reinstateAgent", summary = "Let a suspended account work again")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Nothing.class)))
  public RestResponse<AgentJson> reinstate(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    if (body.length > 0) {
      patches.read(body, Nothing.class, Set.of());
    }
    return answer(decide.reinstate(subject(id, ifMatch)));
  }

  /** A body in which there is nothing to say. */
  @Schema(name = "Nothing", description = "An empty object, or no body at all.")
  record Nothing() {}

  @PUT
  @Path("/{id}/permissions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(
      operationId = "setAgentPermissions",
      summary = "Set what an agent may do beside its role's default",
      description = "Nobody grants what it does not have itself. Voids the agent's tokens.")
  public RestResponse<AgentJson> permissions(
      @RestPath String id,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      PermissionsUpdate body) {
    return answer(
        equip.permissions(
            subject(id, ifMatch),
            Lists.of("grant", body.grant()),
            Lists.of("revoke", body.revoke())));
  }

  @PUT
  @Path("/{id}/apps")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(
      operationId = "setAgentApps",
      summary = "Set the apps that an agent works for",
      description = "Only apps that the caller serves can come or go. Voids the agent's tokens.")
  public RestResponse<AgentJson> apps(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, AppsUpdate body) {
    List<String> apps = body.apps() == null ? null : Lists.of("apps", body.apps());
    return answer(equip.apps(subject(id, ifMatch), apps));
  }

  @PUT
  @Path("/{id}/capacity")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(
      operationId = "setAgentCapacity",
      summary = "Set how many tickets an agent may have at a time")
  public RestResponse<AgentJson> capacity(
      @RestPath String id,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      CapacityUpdate body) {
    return answer(equip.capacity(subject(id, ifMatch), body.max()));
  }

  @PUT
  @Path("/{id}/shifts")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "setAgentShifts", summary = "Set when an agent works")
  public RestResponse<AgentJson> shifts(
      @RestPath String id, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, ShiftsJson body) {
    return answer(equip.shifts(subject(id, ifMatch), body.toShifts()));
  }

  private Subject subject(String id, @Nullable String ifMatch) {
    return new Subject(callers.current(), id, IfMatch.version(ifMatch));
  }

  private static RestResponse<AgentJson> answer(Agent agent) {
    return Versioned.ok(AgentJson.of(agent), agent.version());
  }

  private static AccountStatus status(String wire) {
    return Wire.find(AccountStatus.class, wire)
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "status", "must be one of " + Wire.all(AccountStatus.class)));
  }
}
