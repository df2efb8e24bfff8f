package dev.handrail.ticket.domain.routing;

/**
 * One ticket's agent.
 *
 * @param to the agent as it was before it got this one
 * @param reason why this agent and not another, for the history
 */
public record Placement(Waiting ticket, Candidate to, String reason) {

  /** The longest reason, in characters. */
  public static final int LONGEST_REASON = 500;
}
