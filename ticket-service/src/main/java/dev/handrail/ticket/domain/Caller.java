package dev.handrail.ticket.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one on whose behalf a request is made, as its verified token says.
 *
 * @param id the token's subject; a customer is known by app and subject together
 * @param role the highest role of the token
 * @param app the app that the token speaks for; a customer always has one
 * @param apps the apps that staff and services serve; {@link #EVERY_APP} among them means all
 * @param department the agent's department; absent means every department
 * @param kind what a customer is to its app
 * @param permissions what the caller may do: the role's default unless the token says otherwise
 * @param language preferred language (BCP 47)
 * @param origin where the request came from, for the history
 */
public record Caller(
    String id,
    Role role,
    @Nullable String app,
    Set<String> apps,
    @Nullable String department,
    @Nullable String name,
    CustomerKind kind,
    Set<Permission> permissions,
    @Nullable String language,
    @Nullable String avatarUrl,
    String origin) {

  /** Stands for all apps in {@link #apps}. */
  public static final String EVERY_APP = "*";

  public Caller {
    apps = Set.copyOf(apps);
    permissions = Set.copyOf(permissions);
  }

  public boolean isCustomer() {
    return role == Role.CUSTOMER;
  }

  public boolean isStaff() {
    return role.isStaff();
  }

  /** Whether staff or a service works for this app, or a customer's token speaks for it. */
  public boolean serves(String otherApp) {
    return isCustomer()
        ? otherApp.equals(app)
        : apps.contains(EVERY_APP) || apps.contains(otherApp);
  }

  /** Passes when the caller has the permission; otherwise its role can never do this: 403. */
  public void require(Permission permission) {
    if (!permissions.contains(permission)) {
      throw new TicketProblem.Forbidden("This needs the permission " + permission.wire() + ".");
    }
  }

  /** Passes for support agents and admins. */
  public void requireStaff() {
    if (!isStaff()) {
      throw new TicketProblem.Forbidden("This is for support staff.");
    }
  }

  public Actor actor() {
    return new Actor(id, name, ActorKind.of(role), origin);
  }
}
