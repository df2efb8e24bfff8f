package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import dev.handrail.ticket.application.port.SlaRuleBook;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.SlaRules;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Policies and calendars in their tables; reads are answered from memory. */
@ApplicationScoped
class SqlSlaRuleBook implements SlaRuleBook {
  private final Sql sql;
  private final Catalogue catalogue;

  SqlSlaRuleBook(Sql sql, Catalogue catalogue) {
    this.sql = sql;
    this.catalogue = catalogue;
  }

  @Override
  public SlaRules current() {
    return catalogue.current().slaRules();
  }

  @Override
  public Optional<SlaPolicy> findPolicyForChange(String app, String key) {
    return sql.first(
        "SELECT app, key, version, rules FROM sla_policy WHERE app = ? AND key = ? FOR UPDATE",
        SlaRuleColumns::policy,
        app,
        key);
  }

  @Override
  public void save(SlaPolicy policy) {
    if (policy.version() == 1) {
      insert(policy);
    } else if (sql.update(
            "UPDATE sla_policy SET version = ?, rules = ? WHERE app = ? AND key = ? AND version = ?",
            policy.version(),
            SlaRuleColumns.of(policy),
            policy.app(),
            policy.key(),
            policy.version() - 1)
        != 1) {
      throw new IllegalStateException(
          "Policy " + policy.key() + " was changed by somebody without its lock.");
    }
    catalogue.slaRulesChanged();
  }

  private void insert(SlaPolicy policy) {
    try {
      sql.update(
          "INSERT INTO sla_policy (app, key, version, rules) VALUES (?, ?, 1, ?)",
          policy.app(),
          policy.key(),
          SlaRuleColumns.of(policy));
    } catch (SqlFailure failure) {
      throw failure.isUniqueViolation()
          ? new TicketProblem.Conflict(
              "sla-policy-exists", "The app has a policy " + policy.key() + ".")
          : failure;
    }
  }

  @Override
  public void remove(SlaPolicy policy) {
    sql.update("DELETE FROM sla_policy WHERE app = ? AND key = ?", policy.app(), policy.key());
    catalogue.slaRulesChanged();
  }

  @Override
  public Optional<BusinessCalendar> findCalendarForChange(String key) {
    return sql.first(
        """
        SELECT key, version, rules FROM business_calendar c
        WHERE key = ? AND NOT removed
            AND version = (SELECT max(version) FROM business_calendar WHERE key = c.key)
        FOR UPDATE
        """,
        SlaRuleColumns::calendar,
        key);
  }

  @Override
  public void save(BusinessCalendar calendar) {
    try {
      sql.update(
          "INSERT INTO business_calendar (key, version, rules) VALUES (?, ?, ?)",
          calendar.key(),
          calendar.version(),
          SlaRuleColumns.of(calendar));
    } catch (SqlFailure failure) {
      throw failure.isUniqueViolation()
          ? new TicketProblem.Conflict(
              "calendar-exists", "There is or was a calendar " + calendar.key() + ".")
          : failure;
    }
    catalogue.slaRulesChanged();
  }

  @Override
  public boolean isUsed(String calendar) {
    return sql.first(
            "SELECT EXISTS (SELECT FROM sla_policy WHERE rules ->> 'calendar' = ?) AS used",
            row -> row.bool("used"),
            calendar)
        .orElseThrow();
  }

  @Override
  public void remove(BusinessCalendar calendar) {
    sql.update(
        "UPDATE business_calendar SET removed = true WHERE key = ? AND version = ?",
        calendar.key(),
        calendar.version());
    catalogue.slaRulesChanged();
  }
}
