package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.Team;
import java.util.Optional;
import java.util.UUID;

/** Where teams are kept. */
public interface Teams {

  /** The team of this id, locked until the transaction ends. */
  Optional<Team> findForChange(UUID id);

  /**
   * Stores a new or changed team; its version is one more than the stored one's (1 for a new one).
   * Throws a conflict when another has its name.
   */
  void save(Team team);

  void delete(Team team);
}
