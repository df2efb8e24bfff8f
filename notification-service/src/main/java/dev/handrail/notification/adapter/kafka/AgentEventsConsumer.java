package dev.handrail.notification.adapter.kafka;

import dev.handrail.kit.inbox.EventConsumer;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.notification.application.LearnOfDepartment;
import dev.handrail.notification.application.TellOfAgent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Hears who works for support and what happens to their accounts. */
@ApplicationScoped
class AgentEventsConsumer implements EventConsumer {
  static final Set<String> TYPES =
      Set.of(
          "handrail.AgentRegistered.v1",
          "handrail.AgentApproved.v1",
          "handrail.AgentRejected.v1",
          "handrail.AgentSuspended.v1",
          "handrail.AgentReinstated.v1",
          "handrail.AgentProfileChanged.v1",
          "handrail.AgentPermissionsChanged.v1",
          "handrail.AvailabilityChanged.v1",
          "handrail.PasswordResetRequested.v1",
          AgentEventJson.DEPARTMENT_CHANGED);

  private final TellOfAgent tell;
  private final LearnOfDepartment learn;

  AgentEventsConsumer(TellOfAgent tell, LearnOfDepartment learn) {
    this.tell = tell;
    this.learn = learn;
  }

  @Override
  public String topic() {
    return "agent-events";
  }

  @Override
  public String group() {
    return "notification-service-staff";
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void apply(IncomingEvent event) {
    if (event.type().equals(AgentEventJson.DEPARTMENT_CHANGED)) {
      learn.handle(new LearnOfDepartment.Command(AgentEventJson.department(event)));
    } else {
      tell.handle(new TellOfAgent.Command(AgentEventJson.agent(event)));
    }
  }
}
