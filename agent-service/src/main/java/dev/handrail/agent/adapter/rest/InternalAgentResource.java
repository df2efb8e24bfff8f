package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.persistence.AgentQueries;
import dev.handrail.agent.adapter.rest.AgentJson.AgentCard;
import dev.handrail.agent.application.AgentAccess;
import dev.handrail.kit.web.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Names of agents for those of our own services that show them. Never through the gateway. */
@Path(InternalAgentResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Internal")
class InternalAgentResource {

  static final String PATH = "/internal/agents";

  private static final int MOST = 200;

  private final AgentQueries queries;

  InternalAgentResource(AgentQueries queries) {
    this.queries = queries;
  }

  /** What is shown of several agents. */
  @Schema(name = "AgentCards")
  record Cards(List<AgentCard> items) {}

  @GET
  @Operation(
      operationId = "getAgentCards",
      summary = "Names and pictures of agents",
      description = "For Handrail's own services. Ids of no account are left out.")
  public Cards cards(
      @Parameter(description = "Ids of agents, separated by commas; at most 200.") @RestQuery
          @Nullable String ids) {
    if (ids == null) {
      throw ProblemException.badRequest("ids", "is required");
    }
    List<String> asked = List.of(ids.split(",", MOST + 1));
    if (asked.size() > MOST) {
      throw ProblemException.badRequest("ids", "must hold at most " + MOST);
    }
    Set<UUID> known = new LinkedHashSet<>();
    asked.forEach(id -> AgentAccess.parse(id).ifPresent(known::add));
    return new Cards(
        queries.cards(known).stream()
            .map(c -> new AgentCard(c.id().toString(), c.name(), c.avatarUrl(), c.profileVersion()))
            .toList());
  }
}
