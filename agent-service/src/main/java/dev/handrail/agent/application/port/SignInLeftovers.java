package dev.handrail.agent.application.port;

import java.time.Instant;

/** Rows about signing in that nobody needs any more. */
public interface SignInLeftovers {

  /** Removes those that mean nothing at this moment. */
  void remove(Instant now);
}
