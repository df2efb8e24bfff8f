package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Availability;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Strategy;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.web.ApiVocabulary;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            .title("Handrail agents")
            .version("1")
            .description("Support agents: accounts, departments, teams."));
    api.setServers(List.of(OASFactory.createServer().url("/")));
    new ApiVocabulary(
            enumerations(), Map.of("key", "The department's key.", "id", "The id, a UUID."))
        .write(api);
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
}
