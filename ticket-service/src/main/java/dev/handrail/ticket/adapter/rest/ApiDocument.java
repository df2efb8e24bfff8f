package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.ApiVocabulary;
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
import dev.handrail.ticket.domain.TicketEvent.Assigned.How;
import dev.handrail.ticket.domain.Visibility;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.sla.SlaState;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Adds the service's own words to its OpenAPI document; the kit adds what all services do. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.setInfo(
        OASFactory.createInfo()
            .title("Handrail tickets")
            .version("1")
            .description("Tickets of the platform's apps: opening, answering, resolving."));
    api.setServers(List.of(OASFactory.createServer().url("/")));
    new ApiVocabulary(
            enumerations(),
            Map.of(
                "ref",
                "The ticket's id or number.",
                "key",
                "Lower_snake_case key.",
                "id",
                "The message's id."))
        .write(api);
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
    values.put(
        "Assignment.how",
        Stream.concat(wires(How.values()).stream(), Stream.of("unassigned")).toList());
    values.put("AuditVerdict.state", wires(AuditChain.State.values()));
    values.put("AuditBreak.problem", wires(AuditChain.Flaw.values()));
    return values;
  }

  private static List<String> wires(Wire[] values) {
    return Arrays.stream(values).map(Wire::wire).toList();
  }
}
