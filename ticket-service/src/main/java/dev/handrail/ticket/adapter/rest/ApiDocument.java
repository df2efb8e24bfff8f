package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Problem;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.AgentVisibility;
import dev.handrail.ticket.domain.AuditChain;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Visibility;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.sla.SlaState;
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
            .title("Handrail tickets")
            .version("1")
            .description("Tickets of the platform's apps: opening, answering, resolving."));
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
    values.put("status", wires(Status.values()));
    values.put("priority", wires(Priority.values()));
    values.put("defaultPriority", wires(Priority.values()));
    values.put("source", wires(Source.values()));
    values.put("slaState", List.of(SlaState.all().split(", ")));
    values.put("Deadline.state", List.of(SlaState.all().split(", ")));
    values.put("Customer.kind", wires(CustomerKind.values()));
    values.put("Author.kind", wires(ActorKind.values()));
    values.put("SnippetAuthor.kind", wires(ActorKind.values()));
    values.put("Resolution.type", wires(ResolutionType.values()));
    values.put("NewResolution.type", wires(ResolutionType.values()));
    values.put("Closing.type", wires(ResolutionType.values()));
    values.put("CustomField.type", wires(CustomField.Type.values()));
    values.put("NewCustomField.type", wires(CustomField.Type.values()));
    values.put("CustomFieldPatch.type", wires(CustomField.Type.values()));
    values.put("visibility", wires(Visibility.values()));
    values.put("format", wires(TextFormat.values()));
    values.put("mayCreate", wires(Role.values()));
    values.put("agentsSee", wires(AgentVisibility.values()));
    values.put("Assignment.how", List.of("picked", "assigned", "handed_over", "unassigned"));
    values.put("AuditVerdict.state", wires(AuditChain.State.values()));
    values.put("AuditBreak.problem", wires(AuditChain.Flaw.values()));
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
        case "ref" -> p.description("The ticket's id or number.");
        case "key" -> p.description("Lower_snake_case key.");
        case "id" -> p.description("The message's id.");
        default -> {
          // Query parameters are described where they are declared.
        }
      }
    }
  }
}
