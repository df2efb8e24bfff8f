package dev.handrail.kit.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/**
 * Writes into every service's OpenAPI document what the kit does for all of its routes: the bearer
 * token, the shape of errors, and the errors that any route can answer with.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiManners implements OASFilter {
  private static final String BEARER = "bearer";
  private static final String PROBLEM = "Problem";
  private static final String FIELD_ERROR = "FieldError";
  private static final DotName PATH = DotName.createSimple(Path.class);
  private static final DotName PERMIT_ALL = DotName.createSimple(PermitAll.class);
  private static final Set<String> HTTP_METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
  private static final Pattern TEMPLATE_PATTERN = Pattern.compile("\\{\\s*(\\w+)\\s*(:[^}]*)?}");

  private final Set<String> open;

  /** Made while a service is built, with the index of its classes. */
  public OpenApiManners(IndexView index) {
    this.open = openRoutes(index);
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Components components = document.getComponents();
    if (components == null) {
      components = OASFactory.createComponents();
      document.setComponents(components);
    }
    components.addSecurityScheme(
        BEARER,
        OASFactory.createSecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme(BEARER)
            .bearerFormat("JWT")
            .description("A token of one of the trusted issuers."));
    components.addSchema(FIELD_ERROR, fieldError());
    components.addSchema(PROBLEM, problem());
    if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
      document
          .getPaths()
          .getPathItems()
          .forEach(
              (path, item) ->
                  item.getOperations()
                      .forEach((method, operation) -> describe(path, method, operation)));
    }
  }

  private void describe(String path, PathItem.HttpMethod method, Operation operation) {
    if (operation.getResponses() == null) {
      operation.setResponses(OASFactory.createAPIResponses());
    }
    APIResponses responses = operation.getResponses();
    if (!open.contains(method + " " + path)) {
      operation.addSecurityRequirement(
          OASFactory.createSecurityRequirement().addScheme(BEARER, List.of()));
      add(responses, "401", "No bearer token, or not a good one");
      add(responses, "403", "The caller's role can never do this");
    }
    add(responses, "400", "Malformed or invalid; errors names the fields");
    if (path.contains("{")) {
      add(responses, "404", "Nothing there that the caller may see");
    }
    if (method != PathItem.HttpMethod.GET) {
      add(responses, "409", "Conflicts with the state; allowed names the legal moves");
    }
    if (operation.getRequestBody() != null) {
      add(responses, "413", "The body is too large");
      add(responses, "415", "The body is of another content type");
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(parameter -> describe(parameter, responses));
    }
    add(
        responses,
        "503",
        "Overloaded, or a dependency is away; Retry-After says when to try again");
    add(responses, "default", "Any other error");
  }

  private static void describe(Parameter parameter, APIResponses responses) {
    switch (String.valueOf(parameter.getName())) {
      case IfMatch.HEADER -> {
        parameter.description("ETag of the version that the change is meant for.");
        add(responses, "412", "If-Match names a version that is no longer the current one");
      }
      case OncePerKey.HEADER -> {
        parameter.description(
            "Makes the request safe to repeat for 24 hours; 1 to 255 characters.");
        add(responses, "422", "The Idempotency-Key was used with another body");
      }
      default -> {
        // Others are described where they are declared.
      }
    }
  }

  private static void add(APIResponses responses, String status, String description) {
    APIResponse known = responses.getAPIResponse(status);
    if (known == null) {
      known = OASFactory.createAPIResponse();
      responses.addAPIResponse(status, known);
    } else if (known.getContent() != null || known.getRef() != null) {
      return;
    }
    // The scanner adds bare ones of its own, which say less than we know.
    known
        .description(description)
        .content(
            OASFactory.createContent()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    OASFactory.createMediaType().schema(OASFactory.createSchema().ref(PROBLEM))));
  }

  private static Schema problem() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("An error (RFC 9457)")
        .addProperty("type", text("A stable URI reference that names the kind of problem"))
        .addProperty("title", text("The kind of problem in words"))
        .addProperty("status", number("The HTTP status"))
        .addProperty("detail", text("What went wrong this time"))
        .addProperty("instance", text("The path of the request"))
        .addProperty(
            "errors",
            list("What is wrong with which field", OASFactory.createSchema().ref(FIELD_ERROR)))
        .addProperty("allowed", list("The moves that would have been legal", text("A move")))
        .addProperty("retryAfter", number("Seconds to wait before trying again"))
        .addRequired("type")
        .addRequired("title")
        .addRequired("status");
  }

  private static Schema fieldError() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("What is wrong with one field")
        .addProperty("field", text("Its path in the body, or the name of a parameter or header"))
        .addProperty("message", text("What is wrong with it"))
        .addRequired("field")
        .addRequired("message");
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }

  private static Schema number(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).description(description);
  }

  private static Schema list(String description, Schema items) {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.ARRAY)
        .description(description)
        .items(items);
  }

  /** The routes that need no token, as {@code GET /path/{id}}. */
  private static Set<String> openRoutes(IndexView index) {
    Set<String> routes = new HashSet<>();
    for (AnnotationInstance permit : index.getAnnotations(PERMIT_ALL)) {
      AnnotationTarget target = permit.target();
      if (target.kind() == AnnotationTarget.Kind.METHOD) {
        addRoute(routes, target.asMethod());
      } else if (target.kind() == AnnotationTarget.Kind.CLASS) {
        target.asClass().methods().forEach(method -> addRoute(routes, method));
      }
    }
    return routes;
  }

  private static void addRoute(Set<String> routes, MethodInfo method) {
    String path =
        "/"
            + pathOf(method.declaringClass().declaredAnnotation(PATH))
            + "/"
            + pathOf(method.declaredAnnotation(PATH));
    String normal = TEMPLATE_PATTERN.matcher(path).replaceAll("{$1}").replaceAll("/+", "/");
    if (normal.length() > 1 && normal.endsWith("/")) {
      normal = normal.substring(0, normal.length() - 1);
    }
    for (AnnotationInstance annotation : method.declaredAnnotations()) {
      String name = annotation.name().withoutPackagePrefix().toUpperCase(Locale.ROOT);
      if (HTTP_METHODS.contains(name)) {
        routes.add(name + " " + normal);
      }
    }
  }

  private static String pathOf(@Nullable AnnotationInstance path) {
    return path == null || path.value() == null ? "" : path.value().asString();
  }
}
