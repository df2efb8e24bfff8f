package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.application.port.Ids;
import dev.handrail.agent.application.port.Teams;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Team;
import dev.handrail.agent.domain.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the teams (A4). */
@ApplicationScoped
public class EditTeams {

  /** What a team shall be. */
  public record Wanted(
      @Nullable String name,
      @Nullable String department,
      @Nullable UUID lead,
      List<UUID> members) {}

  /** What somebody wants to be different; gets the stored team. */
  @FunctionalInterface
  public interface Edit {
    Wanted apply(Team stored);
  }

  private final Teams teams;
  private final AgentRepository agents;
  private final Departments departments;
  private final Ids ids;
  private final Clock clock;

  EditTeams(Teams teams, AgentRepository agents, Departments departments, Ids ids, Clock clock) {
    this.teams = teams;
    this.agents = agents;
    this.departments = departments;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Adds a team.
   *
   * @throws AgentProblem.Conflict when there is one of this name
   */
  @Transactional
  public Team add(Caller caller, Wanted wanted) {
    caller.require(Permission.MANAGE_AGENTS);
    Team team = checked(wanted, Optional.empty());
    teams.save(team);
    return team;
  }

  /** Changes a team. */
  @Transactional
  public Team change(Caller caller, String id, @Nullable Long expectedVersion, Edit edit) {
    Team stored = stored(caller, id, expectedVersion);
    Team next = checked(edit.apply(stored), Optional.of(stored));
    Team changed = stored.become(next, clock.instant());
    teams.save(changed);
    return changed;
  }

  /** Removes a team; its members stay what they are. */
  @Transactional
  public void remove(Caller caller, String id, @Nullable Long expectedVersion) {
    teams.delete(stored(caller, id, expectedVersion));
  }

  private Team checked(Wanted wanted, Optional<Team> before) {
    Text text = new Text();
    Team team =
        Team.of(
            ids.next(),
            text,
            wanted.name(),
            wanted.department(),
            wanted.lead(),
            wanted.members(),
            clock.instant());
    if (before.filter(b -> b.department().equals(team.department())).isEmpty()) {
      MembersOf.active(departments, text, team.department());
    }
    List<UUID> added = new ArrayList<>(team.members());
    before.ifPresent(b -> added.removeAll(b.members()));
    MembersOf.approved(agents, text, "members", added);
    text.done();
    return team;
  }

  private Team stored(Caller caller, String id, @Nullable Long expectedVersion) {
    caller.require(Permission.MANAGE_AGENTS);
    return Versions.at(
        AgentAccess.parse(id).flatMap(teams::findForChange), expectedVersion, Team::version);
  }
}
