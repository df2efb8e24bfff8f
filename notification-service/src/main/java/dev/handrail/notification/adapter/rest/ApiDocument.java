package dev.handrail.notification.adapter.rest;

import dev.handrail.kit.web.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the OpenAPI document what is the same for every route: the token and the problems. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
  private static final String TOKEN = "token";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.setInfo(
        OASFactory.createInfo()
            .title("Handrail notifications")
            .version("1")
            .description("What each person is told."));
    api.setServers(List.of(OASFactory.createServer().url("/")));
    api.getComponents()
        .addSecurityScheme(
            TOKEN,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT"));
    api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(TOKEN)));
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations().values().forEach(operation -> complete(path, operation)));
  }

  private static void complete(String path, Operation operation) {
    problem(operation, "400", "Malformed or invalid; errors names what is wrong.");
    problem(operation, "401", "No valid token.");
    problem(operation, "403", "The token gives no role here.");
    if (path.contains("{")) {
      problem(operation, "404", "Not there, or not the caller's.");
    }
    problem(operation, "503", "Overloaded, or a dependency is away; see Retry-After.");
  }

  private static void problem(Operation operation, String status, String description) {
    operation
        .getResponses()
        .addAPIResponse(
            status,
            OASFactory.createAPIResponse()
                .description(description)
                .content(
                    OASFactory.createContent()
                        .addMediaType(
                            Problem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                .schema(
                                    OASFactory.createSchema()
                                        .ref("#/components/schemas/Problem")))));
  }
}
