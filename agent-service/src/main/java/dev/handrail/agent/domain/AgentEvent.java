package dev.handrail.agent.domain;

import java.util.List;
import java.util.UUID;

/** What happened to an agent; what is published about it is the adapters' affair. */
public sealed interface AgentEvent {

  /** Somebody asked for an account, or the first admin's was made. */
  record Registered() implements AgentEvent {}

  /** The account may work now. */
  record Approved() implements AgentEvent {}

  /** The account was refused. */
  record Rejected() implements AgentEvent {}

  /** The account may not work any more. */
  record Suspended() implements AgentEvent {}

  /** A suspended account may work again. */
  record Reinstated() implements AgentEvent {}

  /**
   * What the agent is or can has changed.
   *
   * @param changed names of the fields
   */
  record ProfileChanged(List<String> changed) implements AgentEvent {
    public ProfileChanged {
      changed = List.copyOf(changed);
    }
  }

  /**
   * What the agent may do, for which apps, or how much it carries has changed.
   *
   * @param changed some of permissions, apps, capacity
   */
  record PermissionsChanged(List<String> changed) implements AgentEvent {
    public PermissionsChanged {
      changed = List.copyOf(changed);
    }
  }

  /** The agent's availability is another. */
  record AvailabilityChanged(Availability from, Availability to, Presence.Cause cause)
      implements AgentEvent {

    /** That a step changed it; nothing if it did not. */
    static List<AgentEvent> of(Presence before, Presence.Step step) {
      Presence.Cause cause = step.cause();
      return cause == null
          ? List.of()
          : List.of(
              new AvailabilityChanged(before.availability(), step.after().availability(), cause));
    }
  }

  /** Somebody asked for a link with which to set a new password. */
  record PasswordResetRequested(UUID resetId) implements AgentEvent {}
}
