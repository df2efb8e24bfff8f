package dev.handrail.ticket.application.port;

import java.time.Instant;
import java.util.List;

/** The names of listed agents as far as they are known here. */
public interface AgentNames {

  /**
   * Ids of agents whose name is missing or old, the one not asked for longest first; notes that
   * they are asked for now.
   */
  List<String> takeWanted(int most, Instant now);

  /**
   * Stores names, unless newer ones are known.
   *
   * @return how many were news
   */
  int store(List<AgentDirectory.Card> cards);
}
