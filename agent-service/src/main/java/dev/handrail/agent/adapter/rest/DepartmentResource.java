package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.rest.DepartmentJson.DepartmentName;
import dev.handrail.agent.adapter.rest.DepartmentJson.DepartmentPatch;
import dev.handrail.agent.adapter.rest.DepartmentJson.NewDepartment;
import dev.handrail.agent.adapter.rest.DepartmentJson.Routing;
import dev.handrail.agent.application.EditDepartments;
import dev.handrail.agent.application.EditDepartments.Subject;
import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Department;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
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

/** The parts of the help desk. Everybody may know their names. */
@Path(DepartmentResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Departments")
class DepartmentResource {

  static final String PATH = "/api/v1/departments";

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final Departments departments;
  private final EditDepartments edit;
  private final MergePatches patches;
  private final KeysetPages pages;

  DepartmentResource(
      Callers callers,
      OncePerKey oncePerKey,
      Departments departments,
      EditDepartments edit,
      MergePatches patches,
      KeysetPages pages) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.departments = departments;
    this.edit = edit;
    this.patches = patches;
    this.pages = pages;
  }

  @GET
  @PermitAll
  @Operation(
      operationId = "listDepartments",
      summary = "List the departments",
      description =
          "Takes no token. Everybody sees key and name of the active ones; who manages agents sees"
              + " all of all of them.")
  @APIResponse(
      responseCode = "200",
      description = "A page of departments.",
      content = @Content(schema = @Schema(implementation = DepartmentPage.class)))
  public Page<Object> list(
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    boolean whole = seesAll();
    return pages.page(
        "departments" + (whole ? " whole" : ""),
        (after, most) ->
            departments.all().stream()
                .filter(d -> whole || d.active())
                .filter(d -> after == null || d.key().compareTo(after) > 0)
                .limit(most)
                .toList(),
        Department::key,
        d -> whole ? DepartmentJson.of(d) : DepartmentName.of(d),
        limit,
        cursor);
  }

  /** For the document only: what a page of departments looks like. */
  @Schema(name = "DepartmentPage")
  record DepartmentPage(List<DepartmentItem> items, @Nullable String nextCursor) {}

  /** For the document only: a department as its reader may see it. */
  @Schema(
      name = "DepartmentItem",
      anyOf = {DepartmentJson.class, DepartmentName.class})
  interface DepartmentItem {}

  @GET
  @Path("/{key}")
  @PermitAll
  @Operation(operationId = "getDepartment", summary = "Read a department")
  @APIResponse(
      responseCode = "200",
      description = "The department.",
      content = @Content(schema = @Schema(anyOf = {DepartmentJson.class, DepartmentName.class})))
  public RestResponse<Object> get(@RestPath String key) {
    Department department = departments.find(key).orElseThrow(ProblemException::notFound);
    if (seesAll()) {
      return Versioned.ok(DepartmentJson.of(department), department.version());
    }
    if (!department.active()) {
      throw ProblemException.notFound();
    }
    return RestResponse.ok(DepartmentName.of(department));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "addDepartment", summary = "Add a department")
  @APIResponse(
      responseCode = "201",
      description = "The department.",
      content = @Content(schema = @Schema(implementation = DepartmentJson.class)))
  public Response add(@RestHeader(OncePerKey.HEADER) @Nullable String key, NewDepartment body) {
    return oncePerKey.run(key, body, () -> added(body));
  }

  private Response added(NewDepartment body) {
    Department made =
        edit.add(
            callers.current(),
            body.key(),
            body.name(),
            !Boolean.FALSE.equals(body.active()),
            Lists.of("leads", body.leads()));
    return Versioned.created(PATH + "/" + made.key(), DepartmentJson.of(made), made.version());
  }

  @PATCH
  @Path("/{key}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "changeDepartment", summary = "Change a department")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = DepartmentPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DepartmentPatch.class))
      })
  public RestResponse<DepartmentJson> change(
      @RestPath String key, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    var patch = patches.read(body, DepartmentPatch.class, DepartmentPatch.REMOVABLE).values();
    return answer(
        edit.revise(
            subject(key, ifMatch),
            patch.name(),
            patch.active(),
            patch.leads() == null ? null : Lists.of("leads", patch.leads())));
  }

  @PUT
  @Path("/{key}/routing")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "setDepartmentRouting", summary = "Set how its tickets are routed")
  public RestResponse<DepartmentJson> routing(
      @RestPath String key, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, Routing body) {
    return answer(edit.route(subject(key, ifMatch), body.strategy(), body.giveBackAfter()));
  }

  @DELETE
  @Path("/{key}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @ResponseStatus(204)
  @Operation(
      operationId = "removeDepartment",
      summary = "Remove a department that has no agent and no team",
      description = "One in use answers 409; make it inactive instead.")
  public void remove(@RestPath String key, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    edit.remove(subject(key, ifMatch));
  }

  private boolean seesAll() {
    return callers.known().filter(Caller::managesAgents).isPresent();
  }

  private Subject subject(String key, @Nullable String ifMatch) {
    return new Subject(callers.current(), key, IfMatch.version(ifMatch));
  }

  private static RestResponse<DepartmentJson> answer(Department department) {
    return Versioned.ok(DepartmentJson.of(department), department.version());
  }
}
