package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.Department;
import dev.handrail.agent.domain.DepartmentChange;
import java.util.List;
import java.util.Optional;

/** Where departments are kept. Removed ones are found by {@link #findForChange} alone. */
public interface Departments {

  /** The department of this key. */
  Optional<Department> find(String key);

  /**
   * Whether agents can join the department of this key; if so, it stays until the transaction ends.
   */
  boolean holdActive(String key);

  /** All of them by key. */
  List<Department> all();

  /**
   * The department of this key, even if it was removed, locked until the transaction ends: who
   * joins it meanwhile waits.
   */
  Optional<Department> findForChange(String key);

  /** Those that nobody has been told of, locked; what another has locked is left out. */
  List<Department> lockUntold();

  /** Whether an account or a team belongs to it. */
  boolean isUsed(String key);

  /**
   * Stores the new state and the event to be published. Throws a conflict when a new one's key is
   * taken.
   */
  void save(DepartmentChange change);
}
