package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.domain.SlaLedger;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.TargetKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads of the SLA rules and of the accounts of the tickets' clocks. */
@ApplicationScoped
public class SlaQueries {

  /** A ticket has few lines; who plays with its status a thousand times sees the newest ones. */
  private static final int MOST_LINES = 1_000;

  private final Sql sql;

  SlaQueries(Sql sql) {
    this.sql = sql;
  }

  /** The account of a ticket's clocks, oldest first. */
  public List<SlaLedger.Line> ledger(UUID ticket) {
    return sql.list(
            """
            SELECT l.at, l.event, l.target, l.status FROM sla_ledger l WHERE l.ticket_id = ?
            ORDER BY l.sequence DESC, l.line DESC LIMIT ?
            """,
            row ->
                new SlaLedger.Line(
                    row.instant("at"),
                    Wires.read(SlaLedger.Entry.class, row.string("event")),
                    target(row.stringOrNull("target")),
                    Wires.read(Status.class, row.string("status"))),
            ticket,
            MOST_LINES)
        .reversed();
  }

  private static @Nullable TargetKind target(@Nullable String wire) {
    return Arrays.stream(TargetKind.values())
        .filter(kind -> kind.wire().equals(wire))
        .findFirst()
        .orElse(null);
  }

  /** An app's policies by key. */
  public List<SlaPolicy> policies(String app) {
    return sql.list(
        "SELECT app, key, version, rules FROM sla_policy WHERE app = ? ORDER BY key",
        SlaRuleColumns::policy,
        app);
  }

  /** The calendars in use, by key, each in its newest version. */
  public List<BusinessCalendar> calendars() {
    return sql.list(
        """
        SELECT key, version, rules FROM (
          SELECT DISTINCT ON (key) key, version, rules, removed FROM business_calendar
          ORDER BY key, version DESC
        ) c WHERE NOT removed ORDER BY key
        """,
        SlaRuleColumns::calendar);
  }
}
