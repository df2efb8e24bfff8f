package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.Lockout;
import java.time.Instant;
import java.util.List;

/** The counts of tries at passwords. Each call is a transaction of its own. */
public interface GuessCounts {

  /** What a count is of. */
  record Counted(Lockout.Kind kind, String key) {}

  /**
   * Decides on one try and counts it if it is admitted, in one step also among replicas. One that
   * is not admitted writes nothing.
   */
  Lockout.Verdict admit(Lockout lockout, List<Counted> keys, Instant now);

  /** The try that was admitted was right. */
  void succeeded(List<Counted> keys);

  /** The try that was admitted was never looked at. */
  void takenBack(List<Counted> keys);

  /** Forgets a count. */
  void forget(Counted key);
}
