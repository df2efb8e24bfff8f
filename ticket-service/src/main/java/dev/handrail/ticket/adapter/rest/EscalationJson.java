package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.adapter.rest.TicketDetailJson.AssignmentJson.AgentJson;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Escalation;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One step up of a ticket, for staff. */
@Schema(name = "Escalation", description = "A step up of a ticket: who, why, from where to where.")
record EscalationJson(
    Instant at,
    MessageJson.AuthorJson by,
    @Schema(description = "manual, age or sla_breach.", examples = "manual") String cause,
    String reason,
    @Schema(minimum = "0", maximum = "9") int fromLevel,
    @Schema(minimum = "1", maximum = "10") int level,
    @Schema(description = "Who had it before.") @Nullable AgentJson fromAgent,
    @Schema(description = "Who was given it; null where it kept its agent.")
        @Nullable AgentJson toAgent) {

  static EscalationJson of(Escalation e) {
    return new EscalationJson(
        e.at(),
        new MessageJson.AuthorJson(e.by().id(), e.by().name(), e.by().kind().wire()),
        e.cause().wire(),
        e.reason(),
        e.fromLevel(),
        e.level(),
        agent(e.fromAgent()),
        agent(e.toAgent()));
  }

  private static @Nullable AgentJson agent(@Nullable Assignee agent) {
    return agent == null ? null : new AgentJson(agent.id(), agent.name());
  }
}
