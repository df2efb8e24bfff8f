package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.identity.Roles;
import dev.handrail.kit.identity.VerifiedToken;
import dev.handrail.kit.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who makes the request at hand, in the words of the domain. */
@RequestScoped
class Callers {

  private final CurrentToken token;
  private @Nullable Caller caller;

  Callers(CurrentToken token) {
    this.token = token;
  }

  /**
   * The caller.
   *
   * @throws ProblemException 401 without a token, 403 for a token without any of our roles
   */
  Caller current() {
    Caller known = caller;
    if (known == null) {
      known = read(token.get());
      caller = known;
    }
    return known;
  }

  /** The caller of a route that takes anyone; empty without a token. */
  Optional<Caller> known() {
    return token.find().map(_ -> current());
  }

  /** Who the caller is, as a text that cursors are bound to. */
  String identity() {
    return token
        .find()
        .map(t -> String.join("\n", t.issuer(), current().role().wire(), t.subject()))
        .orElse("anyone");
  }

  private static Caller read(VerifiedToken t) {
    Role role = highestRole(t);
    return new Caller(t.subject(), role, t.apps(), t.name(), permissions(role, t.permissions()));
  }

  private static Role highestRole(VerifiedToken t) {
    if (t.hasRole(Roles.ADMIN)) {
      return Role.ADMIN;
    } else if (t.hasRole(Roles.SUPPORT_AGENT)) {
      return Role.SUPPORT_AGENT;
    } else if (t.hasRole(Roles.SERVICE)) {
      return Role.SERVICE;
    } else if (t.hasRole(Roles.CUSTOMER)) {
      return Role.CUSTOMER;
    }
    throw ProblemException.forbidden("Your token gives you no role here.");
  }

  /**
   * Only staff is granted or denied single permissions; customers and services are what they are.
   */
  private static Set<Permission> permissions(Role role, @Nullable Set<String> claimed) {
    if (claimed == null || !role.isStaff()) {
      return role.permissions();
    }
    return claimed.stream()
        .map(wire -> Wire.find(Permission.class, wire).orElse(null))
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }
}
