package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.SlaRules;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import java.util.Optional;

/** SLA policies and business calendars. Reads may be up to a second behind another replica. */
public interface SlaRuleBook {

  /** All of them, with the apps' own targets. */
  SlaRules current();

  /** The stored policy, locked until the transaction ends. */
  Optional<SlaPolicy> findPolicyForChange(String app, String key);

  /**
   * Stores a new or changed policy; its version must be one more than the stored one's (1 for a new
   * one). Throws a conflict when the key is taken.
   */
  void save(SlaPolicy policy);

  /** Removes a policy; tickets that it made promises for get those of what then applies. */
  void remove(SlaPolicy policy);

  /** The newest version of a calendar that has not been removed; no other may be made meanwhile. */
  Optional<BusinessCalendar> findCalendarForChange(String key);

  /**
   * Stores the next version of a calendar; those before stay for the deadlines that were set by
   * them. Throws a conflict when it is the first version of a key that is or was in use.
   */
  void save(BusinessCalendar calendar);

  /** Whether a policy counts by this calendar. */
  boolean isUsed(String calendar);

  /** Takes a calendar out of use. */
  void remove(BusinessCalendar calendar);
}
