package dev.handrail.agent.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one on whose behalf a request is made, as its verified token says.
 *
 * @param id the token's subject; of an agent that signed in here, its account's id
 * @param role the highest role of the token
 * @param apps the apps that staff serves; {@link Rights#EVERY_APP} among them means all
 * @param permissions what the caller may do: the role's default unless the token says otherwise
 */
public record Caller(
    String id, Role role, Set<String> apps, @Nullable String name, Set<Permission> permissions) {

  public Caller {
    apps = Set.copyOf(apps);
    permissions = Set.copyOf(permissions);
  }

  public boolean isStaff() {
    return role.isStaff();
  }

  public boolean isAdmin() {
    return role == Role.ADMIN;
  }

  /** Whether the caller works for this app. */
  public boolean serves(String app) {
    return apps.contains(Rights.EVERY_APP) || apps.contains(app);
  }

  /** Whether the caller may see and change all accounts, departments and teams. */
  public boolean managesAgents() {
    return isStaff() && permissions.contains(Permission.MANAGE_AGENTS);
  }

  /** Passes when the caller has the permission; otherwise its role can never do this: 403. */
  public void require(Permission permission) {
    if (!permissions.contains(permission)) {
      throw new AgentProblem.Forbidden("This needs the permission " + permission.wire() + ".");
    }
  }

  public Actor actor() {
    return new Actor(id, name, ActorKind.of(role));
  }
}
