package dev.handrail.ticket.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.domain.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One ticket with its newest messages and, for staff, what was done with it. */
@Schema(name = "TicketDetail", description = "A ticket with the newest page of its messages.")
record TicketDetailJson(
    @JsonUnwrapped TicketJson ticket,
    @Schema(description = "The newest 20, from newest to oldest.") List<MessageJson> messages,
    @Schema(description = "Empty as long as attachments are not offered.") List<Object> attachments,
    @Schema(description = "For staff: how often the ticket went up, and why; newest first.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<EscalationJson> escalations,
    @Schema(description = "For staff: who had the ticket, newest first.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<AssignmentJson> assignments,
    @Schema(description = "For staff: work booked on the ticket, ISO 8601.", examples = "PT0S")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Duration timeSpent,
    @Schema(description = "For staff: who follows the ticket.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<WatcherJson> watchers) {

  /** How many messages the detail shows. */
  static final int MESSAGES = 20;

  /** One change of the assignee. */
  @Schema(name = "Assignment")
  record AssignmentJson(
      Instant at,
      @Schema(description = "Who got it; null when it was given back.") @Nullable AgentJson agent,
      String how,
      @Schema(description = "Id of who did it.") String by) {

    /** An agent by name. */
    @Schema(name = "AssignedAgent")
    record AgentJson(String id, @Nullable String name) {}

    static AssignmentJson of(TicketQueries.Assignment a) {
      String id = a.agentId();
      return new AssignmentJson(
          a.at(), id == null ? null : new AgentJson(id, a.agentName()), a.how(), a.actorId());
    }
  }

  /** Staff who follows the ticket. */
  @Schema(name = "Watcher")
  record WatcherJson(String id, @Nullable String name) {
    static WatcherJson of(TicketQueries.Watcher w) {
      return new WatcherJson(w.id(), w.name());
    }
  }

  /**
   * The ticket for this caller.
   *
   * @param ticket of the detail, as the caller sees it
   */
  static TicketDetailJson of(TicketQueries.Detail detail, TicketJson ticket, Caller caller) {
    boolean staff = caller.isStaff();
    return new TicketDetailJson(
        ticket,
        detail.newest().stream().map(m -> MessageJson.of(m, detail.ticket().thread())).toList(),
        List.of(),
        staff ? detail.escalations().stream().map(EscalationJson::of).toList() : null,
        staff ? detail.assignments().stream().map(AssignmentJson::of).toList() : null,
        staff ? Duration.ZERO : null,
        staff ? detail.watchers().stream().map(WatcherJson::of).toList() : null);
  }
}
