package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.AppProfile;
import java.util.Collection;
import java.util.Optional;

/** The settings of the platform apps. Reads may be up to a second behind another replica. */
public interface AppProfiles {

  Optional<AppProfile> find(String key);

  /** All apps, by key. */
  Collection<AppProfile> all();

  /** The stored profile, locked until the transaction ends. */
  Optional<AppProfile> findForChange(String key);

  /**
   * Stores a new or changed profile; its version must be one more than the stored one's (1 for a
   * new app). Throws a conflict when the key or prefix is taken.
   */
  void save(AppProfile profile);
}
