package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.WaitingTickets;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.routing.Demand;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Waiting tickets by the index that holds only these. Sorts of tickets are found by a look per sort
 * into it, and the next tickets of each by a walk that is as long as what is taken.
 */
@ApplicationScoped
class SqlWaitingTickets implements WaitingTickets {

  /** Between ids in a list; no id has a line break. */
  private static final String BREAK = "\n";

  /** Of scattered tickets, out of how many times what is taken they are. */
  private static final int SPREAD = 100;

  static final String DEMANDS =
      """
      WITH RECURSIVE demand AS (
        (SELECT t.app, t.language, t.category FROM ticket t
         WHERE t.department = ? AND t.waiting
         ORDER BY t.app, t.language, t.category LIMIT 1)
        UNION ALL
        SELECT n.app, n.language, n.category FROM demand d CROSS JOIN LATERAL (
          SELECT t.app, t.language, t.category FROM ticket t
          WHERE t.department = ? AND t.waiting
            AND (t.app, t.language, t.category) > (d.app, d.language, d.category)
          ORDER BY t.app, t.language, t.category LIMIT 1
        ) n
      )
      SELECT app, language, category FROM demand
      """;

  private static final String NEXT_OF_EACH =
      """
      SELECT w.id, w.priority, w.due, w.created_at
      FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[])
        AS o(app, department, language, category, agents, slots)
      CROSS JOIN LATERAL (
        SELECT t.id, t.priority, t.created_at,
          CASE WHEN t.resolution_paused_at IS NULL THEN t.resolution_due_at END AS due
        FROM ticket t
        WHERE t.department = o.department AND t.app = o.app AND t.language = o.language
          AND t.category = o.category AND t.waiting
          AND CASE WHEN t.declined_by = '{}' THEN true
            ELSE NOT t.declined_by @> string_to_array(o.agents, E'\\n') END
        ORDER BY t.priority DESC,
          (CASE WHEN t.resolution_paused_at IS NULL THEN t.resolution_due_at END),
          t.created_at, t.id
        LIMIT o.slots
      ) w
      ORDER BY w.priority DESC, w.due, w.created_at, w.id LIMIT ?
      """;

  private final Sql sql;
  private final Catalogue catalogue;

  SqlWaitingTickets(Sql sql, Catalogue catalogue) {
    this.sql = sql;
    this.catalogue = catalogue;
  }

  @Override
  public List<Demand> demands(String department) {
    return sql.list(
        DEMANDS,
        row ->
            new Demand(
                row.string("app"), department, row.string("language"), row.string("category")),
        department,
        department);
  }

  @Override
  public List<Ticket> lockNext(List<Offer> offers, int most, boolean scattered) {
    SqlText next = next(offers, most, scattered);
    return sql.list(
        "SELECT "
            + TicketRows.COLUMNS
            + " FROM ticket t WHERE t.id = ANY (ARRAY("
            + next.text()
            + ")) AND t.waiting"
            + " ORDER BY t.id FOR UPDATE OF t SKIP LOCKED",
        row -> TicketRows.read(row, catalogue),
        next.params());
  }

  /** The statement that finds the ids of the next tickets. */
  static SqlText next(List<Offer> offers, int most, boolean scattered) {
    int among = scattered ? most * SPREAD : most;
    SqlText text =
        new SqlText()
            .add("SELECT s.id FROM (")
            .add(
                NEXT_OF_EACH,
                offers.stream().map(o -> o.demand().app()).toArray(String[]::new),
                offers.stream().map(o -> o.demand().department()).toArray(String[]::new),
                offers.stream().map(o -> o.demand().language()).toArray(String[]::new),
                offers.stream().map(o -> o.demand().category()).toArray(String[]::new),
                offers.stream().map(o -> String.join(BREAK, o.agents())).toArray(String[]::new),
                offers.stream()
                    .map(o -> scattered ? among : Math.min(most, o.slots()))
                    .toArray(Integer[]::new),
                among)
            .add(") s");
    return scattered ? text.add(" ORDER BY random() LIMIT ?", most) : text;
  }

  @Override
  public List<Ticket> lockOf(String agent, int most) {
    return sql.list(
        "SELECT "
            + TicketRows.COLUMNS
            + """
             FROM ticket t WHERE t.carried_by = ?
            ORDER BY t.id LIMIT ? FOR UPDATE OF t SKIP LOCKED
            """,
        row -> TicketRows.read(row, catalogue),
        agent,
        most);
  }
}
