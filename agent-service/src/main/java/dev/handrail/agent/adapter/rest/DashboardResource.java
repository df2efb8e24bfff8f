package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.adapter.persistence.AgentQueries;
import dev.handrail.agent.adapter.persistence.FiguresQueries;
import dev.handrail.agent.application.AgentAccess;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Rights;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.figures.Figures;
import dev.handrail.kit.web.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an agent has before it (A9). It follows ticket-service by a moment. */
@Path(DashboardResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Own account")
class DashboardResource {

  static final String PATH = OwnAccountResource.PATH + "/dashboard";

  private final Callers callers;
  private final AgentQueries agents;
  private final FiguresQueries figures;

  DashboardResource(Callers callers, AgentQueries agents, FiguresQueries figures) {
    this.callers = callers;
    this.agents = agents;
    this.figures = figures;
  }

  /** Tickets of one kind. */
  @Schema(name = "DashboardTickets")
  record TicketsJson(
      @Schema(description = "Exact to 10,000.") int count,
      @Schema(description = "Whether there may be more than the count says.") boolean capped,
      @Schema(description = "At most 50, the most urgent first, then the one due first.")
          List<UUID> ids) {

    static TicketsJson of(FiguresQueries.Tickets t) {
      return new TicketsJson(t.count(), t.count() == FiguresQueries.MOST_COUNTED, t.ids());
    }
  }

  /** How much an agent carries. */
  @Schema(name = "Workload")
  record WorkloadJson(
      @Schema(description = "Active tickets that it has.") long open,
      @Schema(description = "How many it may have at a time.") int capacity) {}

  /** The whole of it. */
  @Schema(name = "Dashboard", description = "What an agent has before it.")
  record DashboardJson(
      @Schema(description = "Its own active tickets.") TicketsJson assigned,
      @Schema(
              description =
                  "Active tickets of its apps and its department that nobody has; of all departments"
                      + " for an admin.")
          TicketsJson unassigned,
      @Schema(description = "The urgent ones among both.") TicketsJson urgent,
      WorkloadJson workload,
      PerformanceJson performance) {}

  @GET
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "getOwnDashboard",
      summary = "See what one has to do and has done",
      description =
          "Polling it once a minute keeps the agent's lease alive, also while it works elsewhere.")
  public DashboardJson get() {
    Agent own =
        AgentAccess.parse(callers.current().id())
            .flatMap(agents::find)
            .orElseThrow(ProblemException::notFound);
    String id = own.id().toString();
    Set<String> apps =
        own.rights().apps().contains(Rights.EVERY_APP) ? null : Set.copyOf(own.rights().apps());
    @Nullable String department = own.role() == Role.ADMIN ? null : own.profile().department();
    Figures done = figures.of(id);
    return new DashboardJson(
        TicketsJson.of(figures.assigned(id)),
        TicketsJson.of(figures.unassigned(apps, department)),
        TicketsJson.of(figures.urgent(id, apps, department)),
        new WorkloadJson(done.open(), own.capacity()),
        PerformanceJson.of(done));
  }
}
