package dev.handrail.ticket.domain.sla;

import java.time.Duration;

/**
 * What a ticket was promised, and by which rules: kept with the ticket, so that its deadlines do
 * not move when the rules change until they are set anew.
 *
 * @param policy key of the policy that applied
 * @param policyVersion its version
 * @param calendar what counts as time
 * @param atRiskPercent share of a target after which it is at risk, 1 to 99
 * @param pausesInternally whether the resolution clock also pauses while others inside are waited
 *     for
 * @param revision of all SLA rules together when these terms were last chosen
 */
public record Terms(
    String policy,
    long policyVersion,
    BusinessCalendar calendar,
    Targets targets,
    int atRiskPercent,
    boolean pausesInternally,
    long revision) {

  Duration atRiskAfter(TargetKind kind) {
    return targets.of(kind).multipliedBy(atRiskPercent).dividedBy(100);
  }

  /** Whether both promise the same by the same policy, whatever else of its rules has changed. */
  public boolean promiseAs(Terms other) {
    return policy.equals(other.policy)
        && calendar.equals(other.calendar)
        && targets.equals(other.targets)
        && atRiskPercent == other.atRiskPercent
        && pausesInternally == other.pausesInternally;
  }
}
