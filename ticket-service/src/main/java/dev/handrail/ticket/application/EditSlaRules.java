package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.SlaRuleBook;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps SLA policies and business calendars (S1). A change applies to new tickets at once; the
 * targets of open ones are set anew in the background. Calendars belong to no app, so they are
 * changed by admins of every app alone.
 */
@ApplicationScoped
public class EditSlaRules {

  private final SlaRuleBook rules;
  private final AppProfiles profiles;

  EditSlaRules(SlaRuleBook rules, AppProfiles profiles) {
    this.rules = rules;
    this.profiles = profiles;
  }

  /**
   * @throws TicketProblem.Conflict when the app has a policy of this key
   */
  @Transactional
  public SlaPolicy add(Caller caller, SlaPolicy policy) {
    CatalogueAccess.requireAdminOf(caller, policy.app());
    check(policy);
    rules.save(policy);
    return policy;
  }

  /**
   * @param edit gets the stored policy and returns the new one, with the version plus one
   */
  @Transactional
  public SlaPolicy change(
      Caller caller,
      String app,
      String key,
      @Nullable Long expectedVersion,
      UnaryOperator<SlaPolicy> edit) {
    SlaPolicy edited = edit.apply(stored(caller, app, key, expectedVersion));
    check(edited);
    rules.save(edited);
    return edited;
  }

  /** Removes a policy; its open tickets get the targets of what then applies to them. */
  @Transactional
  public void remove(Caller caller, String app, String key, @Nullable Long expectedVersion) {
    rules.remove(stored(caller, app, key, expectedVersion));
  }

  private SlaPolicy stored(Caller caller, String app, String key, @Nullable Long expectedVersion) {
    CatalogueAccess.requireAdminOf(caller, app);
    return CatalogueAccess.atVersion(
        rules.findPolicyForChange(app, key), expectedVersion, SlaPolicy::version);
  }

  /**
   * @throws TicketProblem.Conflict when there is or was a calendar of this key
   */
  @Transactional
  public BusinessCalendar add(Caller caller, BusinessCalendar calendar) {
    requireAdminOfAll(caller);
    rules.save(calendar);
    return calendar;
  }

  /**
   * @param edit gets the stored calendar and returns the new one, with the version plus one
   */
  @Transactional
  public BusinessCalendar change(
      Caller caller,
      String key,
      @Nullable Long expectedVersion,
      UnaryOperator<BusinessCalendar> edit) {
    BusinessCalendar edited = edit.apply(storedCalendar(caller, key, expectedVersion));
    rules.save(edited);
    return edited;
  }

  /**
   * @throws TicketProblem.Conflict when a policy counts by it
   */
  @Transactional
  public void remove(Caller caller, String key, @Nullable Long expectedVersion) {
    BusinessCalendar stored = storedCalendar(caller, key, expectedVersion);
    if (rules.isUsed(key)) {
      throw new TicketProblem.Conflict("calendar-in-use", "Policies count by this calendar.");
    }
    rules.remove(stored);
  }

  private BusinessCalendar storedCalendar(
      Caller caller, String key, @Nullable Long expectedVersion) {
    requireAdminOfAll(caller);
    return CatalogueAccess.atVersion(
        rules.findCalendarForChange(key), expectedVersion, BusinessCalendar::version);
  }

  private void check(SlaPolicy policy) {
    Optional<AppProfile> profile = profiles.find(policy.app());
    if (profile.isEmpty()) {
      throw new TicketProblem.Invalid("app", "is not an app that you serve");
    }
    // Locked, so that it is not removed before this policy is stored.
    if (!policy.calendar().equals(BusinessCalendar.ALWAYS.key())
        && rules.findCalendarForChange(policy.calendar()).isEmpty()) {
      throw new TicketProblem.Invalid("calendar", "is not the key of a business calendar");
    }
    policy.targets().keySet().stream()
        .filter(priority -> !profile.get().uses(priority))
        .findFirst()
        .ifPresent(
            priority -> {
              throw new TicketProblem.Invalid(
                  "targets." + priority.wire(), "is not a priority of this app");
            });
  }

  private static void requireAdminOfAll(Caller caller) {
    caller.require(Permission.MANAGE_SETTINGS);
    if (!caller.serves(Caller.EVERY_APP)) {
      throw new TicketProblem.Forbidden("Calendars are changed by admins of every app.");
    }
  }
}
