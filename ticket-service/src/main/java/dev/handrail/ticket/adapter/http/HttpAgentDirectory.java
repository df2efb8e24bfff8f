package dev.handrail.ticket.adapter.http;

import dev.handrail.ticket.application.port.AgentDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** agent-service's internal route for names. */
@ApplicationScoped
class HttpAgentDirectory implements AgentDirectory {

  @Override
  public boolean isThere() {
    return false;
  }

  @Override
  public List<Card> cards(Collection<String> ids) {
    return List.of();
  }
}
