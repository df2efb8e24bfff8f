package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.identity.Roles;
import dev.handrail.kit.identity.VerifiedToken;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.persistence.ListedAgentQueries;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.routing.ListedAgent;
import jakarta.enterprise.context.RequestScoped;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the request at hand, in the words of the domain: as its token says, and for an agent
 * that agent-service lists, as agent-service says.
 */
@RequestScoped
class Callers {

  private final CurrentToken token;
  private final RequestOrigin origin;
  private final AppProfiles profiles;
  private final ListedAgentQueries listed;
  private final Config config;
  private @Nullable Caller caller;

  Callers(
      CurrentToken token,
      RequestOrigin origin,
      AppProfiles profiles,
      ListedAgentQueries listed,
      Config config) {
    this.token = token;
    this.origin = origin;
    this.profiles = profiles;
    this.listed = listed;
    this.config = config;
  }

  /**
   * The caller.
   *
   * @throws ProblemException 401 without a token, for an app that its issuer may not speak for or
   *     for an agent whose account is not approved, 403 for a token without any of our roles
   */
  Caller current() {
    Caller known = caller;
    if (known == null) {
      known = read(token.get());
      caller = known;
    }
    return known;
  }

  private Caller read(VerifiedToken t) {
    Role role = highestRole(t);
    Set<String> closed = appsClosedTo(t.issuer());
    String app = t.app();
    if (role == Role.CUSTOMER && (app == null || closed.contains(app))) {
      throw ProblemException.unauthorized();
    }
    if (role.isStaff()) {
      Optional<ListedAgent> agent = listed.find(t.subject());
      if (agent.isPresent()) {
        return listed(agent.get(), t, role, closed);
      }
    }
    return new Caller(
        t.subject(),
        role,
        app != null && closed.contains(app) ? null : app,
        open(t.apps(), closed),
        t.department(),
        t.name(),
        kind(t.kind()),
        permissions(role, t.permissions()),
        t.locale(),
        t.picture(),
        origin.describe());
  }

  /** By agent-service's word; the token tells only who it is. */
  private Caller listed(ListedAgent agent, VerifiedToken t, Role claimed, Set<String> closed) {
    if (!agent.isApproved()) {
      throw ProblemException.unauthorized();
    }
    String app = t.app();
    return new Caller(
        agent.id(),
        // What one of the two does not say is not believed.
        agent.role() == claimed ? claimed : Role.SUPPORT_AGENT,
        app != null && closed.contains(app) ? null : app,
        open(agent.apps(), closed),
        agent.department(),
        t.name(),
        CustomerKind.CUSTOMER,
        agent.permissions(),
        t.locale(),
        t.picture(),
        origin.describe());
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

  /** Apps whose profile names the issuers that speak for them, this one not among them. */
  private Set<String> appsClosedTo(String issuer) {
    return profiles.all().stream()
        .filter(p -> !p.issuers().isEmpty())
        .filter(p -> p.issuers().stream().noneMatch(name -> isNamed(name, issuer)))
        .map(AppProfile::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the configured issuer of this name of ours is the one that writes this {@code iss}. */
  private boolean isNamed(String name, String issuer) {
    return config
        .getOptionalValue("handrail.issuers." + name + ".issuer", String.class)
        .filter(issuer::equals)
        .isPresent();
  }

  private Set<String> open(Set<String> apps, Set<String> closed) {
    if (closed.isEmpty()) {
      return apps;
    }
    Set<String> left = new LinkedHashSet<>();
    if (apps.contains(Caller.EVERY_APP)) {
      profiles.all().forEach(p -> left.add(p.key()));
    } else {
      left.addAll(apps);
    }
    left.removeAll(closed);
    return left;
  }

  private static CustomerKind kind(@Nullable String wire) {
    return wire == null
        ? CustomerKind.CUSTOMER
        : Wire.find(CustomerKind.class, wire).orElse(CustomerKind.CUSTOMER);
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
