package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Availability;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Strategy;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.web.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the OpenAPI document what is the same for many routes, so that no annotation repeats it:
 * the vocabulary's values, the problems that a route may answer with, the token.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {

  private static final String TOKEN = "token";

  private static final Map<String, List<String>> ENUMERATIONS = enumerations();

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.setInfo(
        OASFactory.createInfo()
            .title("Handrail agents")
            .version("1")
            .description("Support agents: accounts, departments, teams."));
    api.setServers(List.of(OASFactory.createServer().url("/")));
    api.getComponents()
        .addSecurityScheme(
            TOKEN,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT"));
    api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(TOKEN)));
    api.getComponents().getSchemas().forEach(ApiDocument::complete);
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> complete(path, method, operation)));
  }

  /** The values of a field or parameter, by {@code Schema.property} or the property alone. */
  private static Map<String, List<String>> enumerations() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("status", wires(AccountStatus.values()));
    values.put("RegistrationReceipt.status", List.of("received"));
    values.put("role", List.of(Role.SUPPORT_AGENT.wire(), Role.ADMIN.wire()));
    values.put("availability", wires(Availability.values()));
    values.put("strategy", wires(Strategy.values()));
    values.put("permissions", wires(Permission.values()));
    values.put("granted", wires(Permission.values()));
    values.put("revoked", wires(Permission.values()));
    values.put("grant", wires(Permission.values()));
    values.put("revoke", wires(Permission.values()));
    return values;
  }

  private static List<String> wires(Wire[] values) {
    return Arrays.stream(values).map(Wire::wire).toList();
  }

  private static Optional<List<String>> valuesOf(String owner, String property) {
    List<String> own = ENUMERATIONS.get(owner + "." + property);
    return Optional.ofNullable(own == null ? ENUMERATIONS.get(property) : own);
  }

  private static void complete(String name, Schema schema) {
    Map<String, Schema> properties = schema.getProperties();
    if (properties != null) {
      properties.forEach((property, of) -> valuesOf(name, property).ifPresent(v -> limit(of, v)));
    }
  }

  /** Says which values there are; other names that are taken as input are told in words. */
  private static void limit(Schema schema, List<String> values) {
    Schema single = schema.getItems() == null ? schema : schema.getItems();
    List<@Nullable Object> all = new ArrayList<>(values);
    if (single.getType() != null && single.getType().contains(Schema.SchemaType.NULL)) {
      all.add(null);
    }
    single.setEnumeration(all);
  }

  private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
    List<Parameter> parameters =
        operation.getParameters() == null ? List.of() : operation.getParameters();
    for (Parameter parameter : parameters) {
      if (parameter.getSchema() != null && parameter.getIn() == Parameter.In.QUERY) {
        valuesOf("", parameter.getName()).ifPresent(v -> limit(parameter.getSchema(), v));
      }
    }
    boolean body = operation.getRequestBody() != null;
    boolean conditional = has(parameters, IfMatch.HEADER);
    boolean repeatable = has(parameters, OncePerKey.HEADER);
    boolean changes = method != PathItem.HttpMethod.GET;
    refusal(operation, "400", "Malformed or invalid; errors names what is wrong.");
    refusal(operation, "401", "No valid token.");
    refusal(operation, "403", "The caller's role can never do this.");
    if (path.contains("{")) {
      refusal(operation, "404", "Not there, or not for this caller.");
    }
    if (changes) {
      refusal(operation, "409", "Conflicts with the state; allowed names the legal moves.");
    }
    if (conditional) {
      refusal(operation, "412", "If-Match names a version that is no longer the current one.");
    }
    if (body) {
      refusal(operation, "413", "The body is too large.");
      refusal(operation, "415", "The body has another content type.");
    }
    if (repeatable) {
      refusal(operation, "422", "The Idempotency-Key was used with another body.");
    }
    refusal(operation, "503", "Overloaded, or a dependency is away; see Retry-After.");
    describe(parameters);
  }

  private static boolean has(List<Parameter> parameters, String name) {
    return parameters.stream().anyMatch(p -> name.equals(p.getName()));
  }

  private static void refusal(Operation operation, String status, String description) {
    APIResponse response =
        OASFactory.createAPIResponse()
            .description(description)
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                            .schema(
                                OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    operation.getResponses().addAPIResponse(status, response);
  }

  private static void describe(List<Parameter> parameters) {
    for (Parameter p : parameters) {
      switch (String.valueOf(p.getName())) {
        case IfMatch.HEADER -> p.description("ETag of the version that the change is meant for.");
        case OncePerKey.HEADER ->
            p.description("Makes the request safe to repeat for 24 hours; 1 to 255 characters.");
        case "key" -> p.description("The department's key.");
        case "id" -> p.description("The id, a UUID.");
        default -> {
          // Query parameters are described where they are declared.
        }
      }
    }
  }
}
