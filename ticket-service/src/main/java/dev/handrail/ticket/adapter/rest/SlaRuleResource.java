package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import dev.handrail.ticket.adapter.persistence.SlaQueries;
import dev.handrail.ticket.adapter.rest.BusinessCalendarJson.BusinessCalendarPatch;
import dev.handrail.ticket.adapter.rest.BusinessCalendarJson.NewBusinessCalendar;
import dev.handrail.ticket.adapter.rest.SlaPolicyJson.NewSlaPolicy;
import dev.handrail.ticket.adapter.rest.SlaPolicyJson.SlaPolicyPatch;
import dev.handrail.ticket.application.EditSlaRules;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
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
import java.util.Set;
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

/** SLA policies of each app, and the business calendars that they count by. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "SLA")
class SlaRuleResource {

  static final String POLICIES = "/sla-policies";
  static final String CALENDARS = "/business-calendars";
  private static final String BASE = "/api/v1";

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final SlaQueries queries;
  private final AskedApp asked;
  private final EditSlaRules edit;
  private final MergePatches patches;
  private final CataloguePages pages;

  SlaRuleResource(
      Callers callers,
      OncePerKey oncePerKey,
      SlaQueries queries,
      AskedApp asked,
      EditSlaRules edit,
      MergePatches patches,
      CataloguePages pages) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.queries = queries;
    this.asked = asked;
    this.edit = edit;
    this.patches = patches;
    this.pages = pages;
  }

  @GET
  @Path(POLICIES)
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(operationId = "listSlaPolicies", summary = "List an app's SLA policies")
  public Page<SlaPolicyJson> listPolicies(
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    String key = asked.served(app);
    return pages.page(
        "sla-policies " + key,
        queries.policies(key),
        SlaPolicy::key,
        SlaPolicyJson::of,
        limit,
        cursor);
  }

  @GET
  @Path(POLICIES + "/{key}")
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(operationId = "getSlaPolicy", summary = "Read an SLA policy")
  public RestResponse<SlaPolicyJson> getPolicy(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app) {
    return queries.policies(asked.served(app)).stream()
        .filter(policy -> policy.key().equals(key))
        .findFirst()
        .map(SlaRuleResource::answer)
        .orElseThrow(ProblemException::notFound);
  }

  @POST
  @Path(POLICIES)
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "addSlaPolicy",
      summary = "Add an SLA policy",
      description = "The targets of open tickets that it is for are set anew in the background.")
  @APIResponse(
      responseCode = "201",
      description = "The policy.",
      content = @Content(schema = @Schema(implementation = SlaPolicyJson.class)))
  public Response addPolicy(
      @RestHeader(OncePerKey.HEADER) @Nullable String key, NewSlaPolicy body) {
    SlaPolicy policy = body.toPolicy(asked.orTheTokens(body.app()));
    return oncePerKey.run(
        key,
        body,
        () -> {
          SlaPolicy stored = edit.add(callers.current(), policy);
          return Versioned.created(
              BASE + POLICIES + "/" + stored.key() + "?app=" + stored.app(),
              SlaPolicyJson.of(stored),
              stored.version());
        });
  }

  @PATCH
  @Path(POLICIES + "/{key}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(operationId = "changeSlaPolicy", summary = "Change an SLA policy")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = SlaPolicyPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = SlaPolicyPatch.class))
      })
  public RestResponse<SlaPolicyJson> changePolicy(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      byte[] body)
      throws IOException {
    var patch = patches.read(body, SlaPolicyPatch.class, SlaPolicyPatch.REMOVABLE);
    return answer(
        edit.change(
            callers.current(),
            asked.orTheTokens(app),
            key,
            IfMatch.version(ifMatch),
            stored -> SlaPolicyPatch.apply(patch, stored)));
  }

  @DELETE
  @Path(POLICIES + "/{key}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @ResponseStatus(204)
  @Operation(
      operationId = "removeSlaPolicy",
      summary = "Remove an SLA policy",
      description = "Its open tickets get the targets of what then applies to them.")
  public void removePolicy(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    edit.remove(callers.current(), asked.orTheTokens(app), key, IfMatch.version(ifMatch));
  }

  @GET
  @Path(CALENDARS)
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(operationId = "listBusinessCalendars", summary = "List the business calendars")
  public Page<BusinessCalendarJson> listCalendars(
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    return pages.page(
        "business-calendars",
        queries.calendars(),
        BusinessCalendar::key,
        BusinessCalendarJson::of,
        limit,
        cursor);
  }

  @GET
  @Path(CALENDARS + "/{key}")
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(operationId = "getBusinessCalendar", summary = "Read a business calendar")
  public RestResponse<BusinessCalendarJson> getCalendar(@RestPath String key) {
    return queries.calendars().stream()
        .filter(calendar -> calendar.key().equals(key))
        .findFirst()
        .map(SlaRuleResource::answer)
        .orElseThrow(ProblemException::notFound);
  }

  @POST
  @Path(CALENDARS)
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "addBusinessCalendar",
      summary = "Add a business calendar",
      description = "For admins of every app: any app's policies may count by it.")
  @APIResponse(
      responseCode = "201",
      description = "The calendar.",
      content = @Content(schema = @Schema(implementation = BusinessCalendarJson.class)))
  public Response addCalendar(
      @RestHeader(OncePerKey.HEADER) @Nullable String key, NewBusinessCalendar body) {
    BusinessCalendar calendar = body.toCalendar();
    return oncePerKey.run(
        key,
        body,
        () -> {
          BusinessCalendar stored = edit.add(callers.current(), calendar);
          return Versioned.created(
              BASE + CALENDARS + "/" + stored.key(),
              BusinessCalendarJson.of(stored),
              stored.version());
        });
  }

  @PATCH
  @Path(CALENDARS + "/{key}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "changeBusinessCalendar",
      summary = "Change a business calendar",
      description = "The targets of open tickets that count by it are set anew in the background.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = BusinessCalendarPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = BusinessCalendarPatch.class))
      })
  public RestResponse<BusinessCalendarJson> changeCalendar(
      @RestPath String key, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch, byte[] body)
      throws IOException {
    BusinessCalendarPatch patch =
        patches.read(body, BusinessCalendarPatch.class, Set.of()).values();
    return answer(edit.change(callers.current(), key, IfMatch.version(ifMatch), patch::apply));
  }

  @DELETE
  @Path(CALENDARS + "/{key}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @ResponseStatus(204)
  @Operation(
      operationId = "removeBusinessCalendar",
      summary = "Remove a business calendar that no policy counts by")
  public void removeCalendar(
      @RestPath String key, @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    edit.remove(callers.current(), key, IfMatch.version(ifMatch));
  }

  private static RestResponse<SlaPolicyJson> answer(SlaPolicy policy) {
    return Versioned.ok(SlaPolicyJson.of(policy), policy.version());
  }

  private static RestResponse<BusinessCalendarJson> answer(BusinessCalendar calendar) {
    return Versioned.ok(BusinessCalendarJson.of(calendar), calendar.version());
  }
}
