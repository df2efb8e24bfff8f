package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.Targets;
import dev.handrail.ticket.domain.sla.Terms;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that decides what a ticket is promised, as it was at one revision.
 *
 * @param revision grows with each change of a policy, a calendar or an app
 * @param apps by key
 * @param policies of each app
 * @param calendars the newest version of each, by key
 */
public record SlaRules(
    long revision,
    Map<String, AppProfile> apps,
    Map<String, List<SlaPolicy>> policies,
    Map<String, BusinessCalendar> calendars) {

  private static final int AT_RISK_PERCENT = 75;

  /**
   * The terms for a ticket of an app: those of the policy that asks for most of what the ticket is,
   * the first by key among equals, else the app's own targets around the clock.
   */
  public Terms termsFor(String app, Content content) {
    AppProfile profile =
        Objects.requireNonNull(apps.get(app), "every ticket is of an app in the catalogue");
    Priority priority = content.priority();
    return policies.getOrDefault(app, List.of()).stream()
        .filter(p -> p.isFor(content.category(), content.department(), priority))
        .max(
            Comparator.comparingInt(SlaPolicy::weight)
                .thenComparing(SlaPolicy::key, Comparator.reverseOrder()))
        .map(
            policy ->
                terms(
                    policy.key(),
                    policy.version(),
                    calendar(policy.calendar()),
                    Objects.requireNonNull(policy.targets().get(priority)),
                    policy.atRiskPercent(),
                    profile))
        .orElseGet(
            () ->
                terms(
                    SlaPolicy.DEFAULT,
                    profile.version(),
                    BusinessCalendar.ALWAYS,
                    profile.targetsFor(priority),
                    AT_RISK_PERCENT,
                    profile));
  }

  /** Whether the app was in the catalogue at this revision. */
  public boolean know(String app) {
    return apps.containsKey(app);
  }

  private Terms terms(
      String policy,
      long version,
      BusinessCalendar calendar,
      Targets targets,
      int atRiskPercent,
      AppProfile profile) {
    return new Terms(
        policy, version, calendar, targets, atRiskPercent, profile.pausesInternally(), revision);
  }

  private BusinessCalendar calendar(String key) {
    return key.equals(BusinessCalendar.ALWAYS.key())
        ? BusinessCalendar.ALWAYS
        : Objects.requireNonNull(calendars.get(key), "a policy's calendar cannot be removed");
  }
}
