package dev.handrail.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * For which apps an agent works, and what it may do there beside its role's default (A8).
 *
 * @param apps keys in alphabetical order; {@link #EVERY_APP} alone stands for all
 * @param granted permissions that the role does not bring
 * @param revoked permissions that the role would bring
 */
public record Rights(List<String> apps, Set<Permission> granted, Set<Permission> revoked) {

  /** Stands for all apps. */
  public static final String EVERY_APP = "*";

  /** No app, nothing beside the role. */
  public static final Rights NONE = new Rights(List.of(), Set.of(), Set.of());

  private static final int MOST_APPS = 100;

  public Rights {
    apps = apps.contains(EVERY_APP) ? List.of(EVERY_APP) : List.copyOf(new TreeSet<>(apps));
    granted = Set.copyOf(granted);
    revoked = Set.copyOf(revoked);
  }

  /** Keys of apps, or {@link #EVERY_APP}, as somebody asked for them. */
  public static List<String> apps(Text text, Collection<String> asked) {
    Set<String> keys = new LinkedHashSet<>(asked);
    if (keys.size() > MOST_APPS) {
      text.problem("apps", "must hold at most " + MOST_APPS);
    } else if (!keys.stream().allMatch(k -> k.equals(EVERY_APP) || Text.isKey(k))) {
      text.problem("apps", "must hold keys of apps, or * for all");
    }
    return List.copyOf(keys);
  }

  /** Permissions by their wire values, as somebody asked for them. */
  public static Set<Permission> permissions(Text text, String field, Collection<String> asked) {
    Set<Permission> found = EnumSet.noneOf(Permission.class);
    List<String> unknown = new ArrayList<>();
    for (String wire : asked) {
      Wire.find(Permission.class, wire).ifPresentOrElse(found::add, () -> unknown.add(wire));
    }
    if (!unknown.isEmpty()) {
      text.problem(field, "must hold some of " + Wire.all(Permission.class));
    }
    return found;
  }

  /** With other permissions; what the role says anyway is left out. */
  Rights withPermissions(Role role, Set<Permission> grant, Set<Permission> revoke) {
    Set<Permission> normal = role.permissions();
    Set<Permission> more = EnumSet.noneOf(Permission.class);
    more.addAll(grant);
    more.removeAll(normal);
    Set<Permission> less = EnumSet.noneOf(Permission.class);
    less.addAll(revoke);
    less.retainAll(normal);
    return new Rights(apps, more, less);
  }

  Rights withApps(List<String> others) {
    return new Rights(others, granted, revoked);
  }

  /**
   * What the agent may do: the role's default with what was granted and without what was revoked.
   */
  public Set<Permission> effective(Role role) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    all.addAll(role.permissions());
    all.addAll(granted);
    all.removeAll(revoked);
    return all;
  }
}
