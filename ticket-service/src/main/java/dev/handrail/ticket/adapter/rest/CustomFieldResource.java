package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import dev.handrail.ticket.adapter.rest.CustomFieldJson.CustomFieldPatch;
import dev.handrail.ticket.adapter.rest.CustomFieldJson.NewCustomField;
import dev.handrail.ticket.application.EditCustomFields;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
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

/** The custom fields of each app's tickets. Customers see those that they can fill in. */
@Path(CustomFieldResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Custom fields")
class CustomFieldResource {

  static final String PATH = "/api/v1/custom-fields";

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final AskedApp askedApp;
  private final FieldCatalogue fields;
  private final EditCustomFields edit;
  private final MergePatches patches;
  private final CataloguePages pages;

  CustomFieldResource(
      Callers callers,
      OncePerKey oncePerKey,
      AskedApp askedApp,
      FieldCatalogue fields,
      EditCustomFields edit,
      MergePatches patches,
      CataloguePages pages) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.askedApp = askedApp;
    this.fields = fields;
    this.edit = edit;
    this.patches = patches;
    this.pages = pages;
  }

  @GET
  @Access
  @Operation(operationId = "listCustomFields", summary = "List an app's custom fields")
  public Page<CustomFieldJson> list(
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    String key = askedApp.served(app);
    List<CustomField> shown = fields.of(key).all().stream().filter(this::isShown).toList();
    return pages.page(
        "custom-fields " + key, shown, CustomField::key, CustomFieldJson::of, limit, cursor);
  }

  @GET
  @Path("/{key}")
  @Access
  @Operation(operationId = "getCustomField", summary = "Read a custom field")
  public RestResponse<CustomFieldJson> get(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app) {
    return answer(
        fields
            .of(askedApp.served(app))
            .find(key)
            .filter(this::isShown)
            .orElseThrow(ProblemException::notFound));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(operationId = "addCustomField", summary = "Add a custom field")
  @APIResponse(
      responseCode = "201",
      description = "The custom field.",
      content = @Content(schema = @Schema(implementation = CustomFieldJson.class)))
  public Response add(@RestHeader(OncePerKey.HEADER) @Nullable String key, NewCustomField body) {
    CustomField field = body.toField(askedApp.orTheTokens(body.app()));
    return oncePerKey.run(key, body, () -> added(field));
  }

  private Response added(CustomField field) {
    CustomField stored = edit.add(callers.current(), field);
    return Versioned.created(
        PATH + "/" + stored.key() + "?app=" + stored.app(),
        CustomFieldJson.of(stored),
        stored.version());
  }

  @PATCH
  @Path("/{key}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "changeCustomField",
      summary = "Change a custom field",
      description = "Values that tickets have stay as they are.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = CustomFieldPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = CustomFieldPatch.class))
      })
  public RestResponse<CustomFieldJson> change(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      byte[] body)
      throws IOException {
    var patch = patches.read(body, CustomFieldPatch.class, CustomFieldPatch.REMOVABLE);
    return answer(
        edit.change(
            callers.current(),
            askedApp.orTheTokens(app),
            key,
            IfMatch.version(ifMatch),
            stored -> CustomFieldPatch.apply(patch, stored)));
  }

  @DELETE
  @Path("/{key}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @ResponseStatus(204)
  @Operation(
      operationId = "removeCustomField",
      summary = "Remove a custom field that no ticket has and no category requires",
      description = "One in use answers 409; make it inactive instead.")
  public void remove(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    edit.remove(callers.current(), askedApp.orTheTokens(app), key, IfMatch.version(ifMatch));
  }

  private static RestResponse<CustomFieldJson> answer(CustomField field) {
    return Versioned.ok(CustomFieldJson.of(field), field.version());
  }

  private boolean isShown(CustomField field) {
    return callers.current().isStaff() || (field.active() && field.visibleToCustomer());
  }
}
