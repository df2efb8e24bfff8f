package dev.handrail.agent.application;

import dev.handrail.agent.application.port.SignInLeftovers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Removes sessions, counts, devices and links whose time has passed. */
@ApplicationScoped
public class TidyUpSignIn {
  private final SignInLeftovers leftovers;
  private final Clock clock;

  TidyUpSignIn(SignInLeftovers leftovers, Clock clock) {
    this.leftovers = leftovers;
    this.clock = clock;
  }

  /** Removes them; done by several replicas it does no harm. */
  public void handle() {
    leftovers.remove(clock.instant());
  }
}
