package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import dev.handrail.ticket.adapter.rest.AppJson.AppPatch;
import dev.handrail.ticket.adapter.rest.AppJson.NewApp;
import dev.handrail.ticket.application.EditApps;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The platform apps and their settings. Everyone sees the apps that its token is for. */
@Path(AppResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Apps")
class AppResource {

  static final String PATH = "/api/v1/apps";

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final AppProfiles profiles;
  private final EditApps edit;
  private final MergePatches patches;
  private final CataloguePages pages;

  AppResource(
      Callers callers,
      OncePerKey oncePerKey,
      AppProfiles profiles,
      EditApps edit,
      MergePatches patches,
      CataloguePages pages) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.profiles = profiles;
    this.edit = edit;
    this.patches = patches;
    this.pages = pages;
  }

  @GET
  @Access
  @Operation(operationId = "listApps", summary = "List the apps that the caller is for")
  public Page<AppJson> list(
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before.") @RestQuery
          @Nullable String cursor) {
    Caller caller = callers.current();
    List<AppProfile> served =
        profiles.all().stream()
            .filter(p -> caller.serves(p.key()))
            .sorted(Comparator.comparing(AppProfile::key))
            .toList();
    return pages.page("apps", served, AppProfile::key, this::json, limit, cursor);
  }

  @GET
  @Path("/{key}")
  @Access
  @Operation(operationId = "getApp", summary = "Read an app's settings")
  public RestResponse<AppJson> get(@RestPath String key) {
    Caller caller = callers.current();
    return answer(
        profiles
            .find(key)
            .filter(p -> caller.serves(p.key()))
            .orElseThrow(ProblemException::notFound));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "addApp",
      summary = "Add an app",
      description = "For admins of every app. Its categories are added one by one.")
  @APIResponse(
      responseCode = "201",
      description = "The app.",
      content = @Content(schema = @Schema(implementation = AppJson.class)))
  public Response add(@RestHeader(OncePerKey.HEADER) @Nullable String key, NewApp body) {
    AppProfile profile = body.toProfile();
    return oncePerKey.run(key, body, () -> added(profile));
  }

  private Response added(AppProfile profile) {
    AppProfile stored = edit.add(callers.current(), profile);
    return Versioned.created(PATH + "/" + stored.key(), json(stored), stored.version());
  }

  @PATCH
  @Path("/{key}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "changeApp",
      summary = "Change an app's settings",
      description = "They apply at once. Key and prefix stay: ticket numbers carry them.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = AppPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = AppPatch.class))
      })
  public RestResponse<AppJson> change(
      @RestPath String key, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    AppPatch patch = patches.read(body, AppPatch.class, Set.of()).values();
    return answer(edit.change(callers.current(), key, IfMatch.version(ifMatch), patch::apply));
  }

  private RestResponse<AppJson> answer(AppProfile profile) {
    return Versioned.ok(json(profile), profile.version());
  }

  private AppJson json(AppProfile profile) {
    return AppJson.of(profile, callers.current().isStaff());
  }
}
