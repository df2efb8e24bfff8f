package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.persistence.AgentQueries;
import dev.handrail.agent.adapter.persistence.FiguresQueries;
import dev.handrail.agent.application.AgentAccess;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.web.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What one agent has done, for who manages agents (A6). */
@Path(PerformanceResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Agents")
class PerformanceResource {

  static final String PATH = AgentResource.PATH + "/{id}/performance";

  private final AgentQueries agents;
  private final FiguresQueries figures;

  PerformanceResource(AgentQueries agents, FiguresQueries figures) {
    this.agents = agents;
    this.figures = figures;
  }

  @GET
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_AGENTS)
  @Operation(operationId = "getPerformance", summary = "Read what an agent has done")
  public PerformanceJson get(@RestPath String id) {
    Agent agent =
        AgentAccess.parse(id).flatMap(agents::find).orElseThrow(ProblemException::notFound);
    return PerformanceJson.of(figures.of(agent.id().toString()));
  }
}
