package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.Teams;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Team;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Teams in table {@code team}. */
@ApplicationScoped
class SqlTeams implements Teams {

  private final Sql sql;

  SqlTeams(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Team> findForChange(UUID id) {
    return sql.first(TeamQueries.SELECT + "WHERE id = ? FOR UPDATE", TeamQueries::read, id);
  }

  @Override
  public void save(Team team) {
    try {
      if (team.version() == 1) {
        insert(team);
      } else if (update(team) != 1) {
        throw new IllegalStateException(
            "Team " + team.id() + " was changed by somebody without its lock.");
      }
    } catch (SqlFailure failure) {
      throw failure.isUniqueViolation()
          ? new AgentProblem.Conflict("team-exists", "There is a team of this name.")
          : failure;
    }
  }

  @Override
  public void delete(Team team) {
    sql.update("DELETE FROM team WHERE id = ?", team.id());
  }

  private void insert(Team t) {
    sql.update(
        """
        INSERT INTO team (id, name, department, lead, members, created_at, updated_at, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        t.id(),
        t.name(),
        t.department(),
        t.lead(),
        t.members().toArray(UUID[]::new),
        t.createdAt(),
        t.updatedAt(),
        t.version());
  }

  private int update(Team t) {
    return sql.update(
        """
        UPDATE team
        SET name = ?, department = ?, lead = ?::uuid, members = ?, updated_at = ?, version = ?
        WHERE id = ? AND version = ?
        """,
        t.name(),
        t.department(),
        t.lead(),
        t.members().toArray(UUID[]::new),
        t.updatedAt(),
        t.version(),
        t.id(),
        t.version() - 1);
  }
}
