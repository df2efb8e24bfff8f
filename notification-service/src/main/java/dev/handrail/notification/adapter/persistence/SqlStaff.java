package dev.handrail.notification.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.notification.application.port.Staff;
import dev.handrail.notification.domain.AgentFacts;
import dev.handrail.notification.domain.Colleagues;
import dev.handrail.notification.domain.DepartmentFacts;
import dev.handrail.notification.domain.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Keeps the newest that was heard of each account and department. */
@ApplicationScoped
class SqlStaff implements Staff {
  private static final String LEARN_AGENT =
      """
      INSERT INTO agent (id, role, status, department, apps, sequence) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET role = excluded.role, status = excluded.status, department = excluded.department,
          apps = excluded.apps, sequence = excluded.sequence
      WHERE agent.sequence < excluded.sequence
      """;

  private static final String LEARN_DEPARTMENT =
      """
      INSERT INTO department (key, leads, sequence) VALUES (?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET leads = excluded.leads, sequence = excluded.sequence
      WHERE department.sequence < excluded.sequence
      """;

  private static final String SERVES =
      "AND a.apps && ARRAY['%s', ?]::text[]".formatted(Reader.EVERY_APP);

  private static final String LEADS =
      """
      SELECT a.id FROM department d JOIN agent a ON a.id = ANY (d.leads)
      WHERE d.key = ? AND a.status = 'approved' %s ORDER BY a.id
      """
          .formatted(SERVES);

  private static final String AGENTS =
      """
      SELECT a.id FROM agent a
      WHERE a.department = ? AND a.status = 'approved' AND a.role = 'support_agent' %s
      ORDER BY a.id
      """
          .formatted(SERVES);

  private static final String ADMINS =
      "SELECT a.id FROM agent a WHERE a.status = 'approved' AND a.role = 'admin' %s ORDER BY a.id";

  private final Sql sql;

  SqlStaff(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void learn(AgentFacts agent, long sequence) {
    sql.update(
        LEARN_AGENT,
        agent.id(),
        agent.role(),
        agent.status(),
        agent.department(),
        agent.apps(),
        sequence);
  }

  @Override
  public void learn(DepartmentFacts department) {
    sql.update(
        LEARN_DEPARTMENT,
        department.key(),
        department.leads().toArray(UUID[]::new),
        department.sequence());
  }

  @Override
  public Colleagues colleagues(String department, String app) {
    return new Colleagues(
        ids(LEADS, department, app),
        ids(AGENTS, department, app),
        ids(ADMINS.formatted(SERVES), app));
  }

  @Override
  public List<String> admins() {
    return ids(ADMINS.formatted(""));
  }

  private List<String> ids(String query, Object... params) {
    return sql.list(query, row -> row.uuid("id").toString(), params);
  }
}
