package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.IfMatch;
import dev.handrail.kit.web.MergePatches;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import dev.handrail.ticket.adapter.rest.CategoryJson.CategoryPatch;
import dev.handrail.ticket.adapter.rest.CategoryJson.NewCategory;
import dev.handrail.ticket.application.EditCategories;
import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.CustomFields;
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

/** The kinds of tickets of each app. Customers see those that they can choose. */
@Path(CategoryResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Categories")
class CategoryResource {

  static final String PATH = "/api/v1/categories";

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final AskedApp askedApp;
  private final Categories categories;
  private final FieldCatalogue fields;
  private final EditCategories edit;
  private final MergePatches patches;
  private final CataloguePages pages;

  CategoryResource(
      Callers callers,
      OncePerKey oncePerKey,
      AskedApp askedApp,
      Categories categories,
      FieldCatalogue fields,
      EditCategories edit,
      MergePatches patches,
      CataloguePages pages) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.askedApp = askedApp;
    this.categories = categories;
    this.fields = fields;
    this.edit = edit;
    this.patches = patches;
    this.pages = pages;
  }

  @GET
  @Access
  @Operation(operationId = "listCategories", summary = "List an app's categories")
  public Page<CategoryJson> list(
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    String key = askedApp.served(app);
    List<Category> shown = categories.of(key).stream().filter(this::isShown).toList();
    return pages.page("categories " + key, shown, Category::key, this::json, limit, cursor);
  }

  @GET
  @Path("/{key}")
  @Access
  @Operation(operationId = "getCategory", summary = "Read a category")
  public RestResponse<CategoryJson> get(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app) {
    return answer(
        categories
            .find(askedApp.served(app), key)
            .filter(this::isShown)
            .orElseThrow(ProblemException::notFound));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(operationId = "addCategory", summary = "Add a category")
  @APIResponse(
      responseCode = "201",
      description = "The category.",
      content = @Content(schema = @Schema(implementation = CategoryJson.class)))
  public Response add(@RestHeader(OncePerKey.HEADER) @Nullable String key, NewCategory body) {
    Category category = body.toCategory(askedApp.orTheTokens(body.app()));
    return oncePerKey.run(key, body, () -> added(category));
  }

  private Response added(Category category) {
    Category stored = edit.add(callers.current(), category);
    return Versioned.created(
        PATH + "/" + stored.key() + "?app=" + stored.app(), json(stored), stored.version());
  }

  @PATCH
  @Path("/{key}")
  @Consumes({MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(operationId = "changeCategory", summary = "Change a category")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MergePatches.MEDIA_TYPE,
            schema = @Schema(implementation = CategoryPatch.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = CategoryPatch.class))
      })
  public RestResponse<CategoryJson> change(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch,
      byte[] body)
      throws IOException {
    var patch = patches.read(body, CategoryPatch.class, CategoryPatch.REMOVABLE);
    return answer(
        edit.change(
            callers.current(),
            askedApp.orTheTokens(app),
            key,
            IfMatch.version(ifMatch),
            stored -> CategoryPatch.apply(patch, stored)));
  }

  @DELETE
  @Path("/{key}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @ResponseStatus(204)
  @Operation(
      operationId = "removeCategory",
      summary = "Remove a category that no ticket has",
      description = "One in use answers 409; make it inactive instead.")
  public void remove(
      @RestPath String key,
      @Parameter(description = "Key of the app; the token's if absent.") @RestQuery
          @Nullable String app,
      @RestHeader(IfMatch.HEADER) @Nullable String ifMatch) {
    edit.remove(callers.current(), askedApp.orTheTokens(app), key, IfMatch.version(ifMatch));
  }

  private RestResponse<CategoryJson> answer(Category category) {
    return Versioned.ok(json(category), category.version());
  }

  private CategoryJson json(Category category) {
    CustomFields catalogue = fields.of(category.app());
    return CategoryJson.of(
        category, callers.current().isStaff() ? key -> true : catalogue::showsCustomer);
  }

  private boolean isShown(Category category) {
    return category.active() || callers.current().isStaff();
  }
}
