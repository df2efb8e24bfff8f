package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AgentDirectory;
import dev.handrail.ticket.application.port.AgentNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/**
 * Asks agent-service for the names of agents that are missing or old. While it is away the old
 * names stay, and an agent without one is not routed to. No transaction is open while it is asked.
 */
@ApplicationScoped
public class FetchAgentNames {

  /** As many as the directory answers at once. */
  private static final int MOST = 200;

  private final AgentNames names;
  private final AgentDirectory directory;
  private final Clock clock;

  FetchAgentNames(AgentNames names, AgentDirectory directory, Clock clock) {
    this.names = names;
    this.directory = directory;
    this.clock = clock;
  }

  /** Whether there is a directory to ask. */
  public boolean isPossible() {
    return directory.isThere();
  }

  /**
   * Fetches some.
   *
   * @return how many were news
   */
  public int handle() {
    List<String> wanted = names.takeWanted(MOST, clock.instant());
    if (wanted.isEmpty()) {
      return 0;
    }
    return names.store(directory.cards(wanted));
  }
}
