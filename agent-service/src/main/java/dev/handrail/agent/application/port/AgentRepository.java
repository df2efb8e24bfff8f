package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Change;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where accounts are kept. */
public interface AgentRepository {

  /**
   * The account of this id, locked until the transaction ends, so that changes of one account
   * follow each other.
   */
  Optional<Agent> findForChange(UUID id);

  /** The account of this id as it is now, without a lock. */
  Optional<Agent> find(UUID id);

  /** The account of this address, in lower case. */
  Optional<Agent> findByEmail(String email);

  /**
   * Stores the new state, the history line and the events to be published, all in the running
   * transaction. A change with nothing in it is not stored.
   */
  void save(Change change);

  /**
   * Stores a new account if its address has none yet, and otherwise does as much work for nothing:
   * how long it takes does not tell.
   */
  void saveUnlessKnown(Change registration);

  /** Lets one transaction at a time ask whether there is an admin; others wait for its end. */
  void lockFirstAdmin();

  /** Whether there is an admin's account, in whatever state. */
  boolean hasAdmin();

  /** Those of the ids that have an approved account. */
  List<UUID> approved(Collection<UUID> ids);
}
