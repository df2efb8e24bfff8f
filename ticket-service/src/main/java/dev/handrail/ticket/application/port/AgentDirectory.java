package dev.handrail.ticket.application.port;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where agents' names are asked for: events do not carry them. */
public interface AgentDirectory {

  /**
   * How an agent is shown.
   *
   * @param profileVersion which of its profiles this is of
   */
  record Card(String id, String name, @Nullable String avatarUrl, long profileVersion) {}

  /** Whether there is one to ask. */
  boolean isThere();

  /** The cards of at most 200 agents, without those that the directory does not know. */
  List<Card> cards(Collection<String> ids);
}
