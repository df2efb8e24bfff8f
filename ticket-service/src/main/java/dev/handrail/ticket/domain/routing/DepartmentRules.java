package dev.handrail.ticket.domain.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a department routes.
 *
 * @param giveBackAfter how long an agent is offline until its tickets go back; null means never
 */
public record DepartmentRules(
    String department, Strategy strategy, @Nullable Duration giveBackAfter) {

  /** Of a department of which agent-service has not said anything. */
  public static DepartmentRules usual(String department) {
    return new DepartmentRules(department, Strategy.SKILL_BASED, Duration.ofMinutes(15));
  }
}
