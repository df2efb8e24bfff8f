package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.adapter.RoutingBell;
import dev.handrail.ticket.application.port.Workforce;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.routing.Absence;
import dev.handrail.ticket.domain.routing.Candidate;
import dev.handrail.ticket.domain.routing.DepartmentRules;
import dev.handrail.ticket.domain.routing.ListedAgent;
import dev.handrail.ticket.domain.routing.Strategy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Listed agents in table {@code agent}; what they carry is counted, never kept. */
@ApplicationScoped
class SqlWorkforce implements Workforce {

  /** Sets the locks of routing apart from others of two numbers. */
  private static final int ROUTING = 0x524F5554;

  private static final String NOTE_AGENT =
      """
      INSERT INTO agent AS known (id, listed, sequence, role, status, approved, apps, department,
        specializations, languages, permissions, capacity, availability, available_since,
        profile_version)
      VALUES (?, true, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET listed = true, sequence = excluded.sequence, role = excluded.role,
          status = excluded.status, approved = excluded.approved, apps = excluded.apps,
          department = excluded.department, specializations = excluded.specializations,
          languages = excluded.languages, permissions = excluded.permissions,
          capacity = excluded.capacity, availability = excluded.availability,
          available_since = excluded.available_since, profile_version = excluded.profile_version
      WHERE known.sequence < excluded.sequence
      """;

  private static final String NOTE_DEPARTMENT =
      """
      INSERT INTO department_routing AS known (department, strategy, give_back_after, sequence)
      VALUES (?, ?, ?::bigint, ?)
      ON CONFLICT (department) DO UPDATE
      SET strategy = excluded.strategy, give_back_after = excluded.give_back_after,
          sequence = excluded.sequence
      WHERE known.sequence < excluded.sequence
      """;

  /** The order keeps the planner from walking the whole table to the first ticket that waits. */
  static final String DEPARTMENTS =
      """
      SELECT d.department FROM (
        SELECT DISTINCT a.department FROM agent a
        WHERE a.listed AND a.status = 'approved' AND a.availability = 'available'
      ) d
      CROSS JOIN LATERAL (
        SELECT FROM ticket t
        WHERE t.department = d.department AND t.waiting
        ORDER BY t.app, t.language, t.category LIMIT 1
      ) w
      ORDER BY d.department
      """;

  /**
   * One row at least, which says whether the lock was got and how the department chooses. What
   * another router committed since the statement began is not seen, but by {@link #lock}.
   */
  static final String CLAIM =
      """
      WITH claim AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(?, hashtext(?)) AS mine)
      SELECT claim.mine, (SELECT strategy FROM department_routing WHERE department = ?) AS strategy,
        a.*
      FROM claim LEFT JOIN LATERAL (
      """
          + "SELECT "
          + AgentRows.CANDIDATE
          + """
          , (SELECT count(*) FROM ticket t WHERE t.carried_by = a.id) AS load
          FROM agent a
          WHERE a.department = ? AND a.listed AND a.status = 'approved'
            AND a.availability = 'available' AND (a.name IS NOT NULL OR ?)
      ) a ON claim.mine
      """;

  private static final String LOCK =
      "SELECT "
          + AgentRows.CANDIDATE
          + ", r.load FROM agents_to_route(?) r CROSS JOIN LATERAL (SELECT (r.agent).*) a";

  private static final String ABSENCES =
      "SELECT "
          + AgentRows.COLUMNS
          + """
          , coalesce(a.name, a.id) AS name, d.strategy, d.give_back_after
          FROM agent a LEFT JOIN department_routing d ON d.department = a.department
          """;

  private final Sql sql;
  private final AfterCommit afterCommit;
  private final RoutingBell bell;
  private final ListedAgentQueries listed;
  private final boolean nameless;

  SqlWorkforce(
      Sql sql,
      AfterCommit afterCommit,
      RoutingBell bell,
      ListedAgentQueries listed,
      KnownAgents.Config config) {
    this.sql = sql;
    this.afterCommit = afterCommit;
    this.bell = bell;
    this.listed = listed;
    // With nobody to ask for names an agent would otherwise wait for its own for ever.
    this.nameless = config.directoryUrl().isEmpty();
  }

  @Override
  public void note(ListedAgent agent, long sequence) {
    int news =
        sql.update(
            NOTE_AGENT,
            agent.id(),
            sequence,
            agent.role().wire(),
            agent.status().wire(),
            agent.isApproved(),
            sorted(agent.apps()),
            agent.department(),
            sorted(agent.specializations()),
            sorted(agent.languages()),
            agent.permissions().stream().map(Wire::wire).sorted().toList(),
            agent.capacity(),
            agent.availability().wire(),
            agent.availableSince(),
            agent.profileVersion());
    if (news > 0) {
      afterCommit.run(
          () -> {
            listed.forget(agent.id());
            bell.ring();
          });
    }
  }

  @Override
  public void note(DepartmentRules rules, long sequence) {
    Duration giveBackAfter = rules.giveBackAfter();
    sql.update(
        NOTE_DEPARTMENT,
        rules.department(),
        rules.strategy().wire(),
        giveBackAfter == null ? null : giveBackAfter.toSeconds(),
        sequence);
  }

  @Override
  public List<String> departmentsToRoute() {
    return sql.list(DEPARTMENTS, row -> row.string("department"));
  }

  private record Claimed(boolean mine, Strategy strategy, Optional<Candidate> candidate) {}

  @Override
  public Optional<Team> claim(String department) {
    List<Claimed> rows =
        sql.list(
            CLAIM,
            row ->
                new Claimed(
                    row.bool("mine"),
                    strategy(row, department),
                    row.isNull("id") ? Optional.empty() : Optional.of(AgentRows.candidate(row))),
            ROUTING,
            department,
            department,
            department,
            nameless);
    Claimed any = rows.getFirst();
    return any.mine()
        ? Optional.of(
            new Team(any.strategy(), rows.stream().flatMap(r -> r.candidate().stream()).toList()))
        : Optional.empty();
  }

  private static Strategy strategy(Row row, String department) throws SQLException {
    String wire = row.stringOrNull("strategy");
    return wire == null
        ? DepartmentRules.usual(department).strategy()
        : Wires.read(Strategy.class, wire);
  }

  @Override
  public List<Candidate> lock(Collection<String> agents) {
    return sql.list(LOCK, AgentRows::candidate, (Object) agents.toArray(String[]::new));
  }

  @Override
  public List<Absence> absences(Instant now) {
    return sql.list(
        ABSENCES
            + """
            WHERE a.listed AND (a.status <> 'approved' OR a.availability = 'offline')
              AND (a.status <> 'approved' OR a.available_since <= ?)
              AND EXISTS (SELECT FROM ticket t WHERE t.carried_by = a.id)
            ORDER BY a.id
            """,
        SqlWorkforce::absence,
        now);
  }

  @Override
  public Optional<Absence> absence(String agent) {
    return sql.first(ABSENCES + " WHERE a.id = ? AND a.listed", SqlWorkforce::absence, agent);
  }

  private static Absence absence(Row row) throws SQLException {
    ListedAgent agent = AgentRows.read(row);
    DepartmentRules rules = DepartmentRules.usual(agent.department());
    if (!row.isNull("strategy")) {
      @Nullable Long seconds = row.longOrNull("give_back_after");
      rules =
          new DepartmentRules(
              agent.department(),
              strategy(row, agent.department()),
              seconds == null ? null : Duration.ofSeconds(seconds));
    }
    return new Absence(agent, row.string("name"), rules);
  }

  private static List<String> sorted(Set<String> texts) {
    return texts.stream().sorted().toList();
  }
}
