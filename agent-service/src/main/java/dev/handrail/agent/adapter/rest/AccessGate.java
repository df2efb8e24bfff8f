package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets a request through to its route when {@link Access} allows it. */
@ApplicationScoped
class AccessGate {

  /** The {@code iss} of our own services' tokens. */
  static final String SERVICES = "handrail-services";

  private final Callers callers;
  private final CurrentToken token;

  AccessGate(Callers callers, CurrentToken token) {
    this.callers = callers;
    this.token = token;
  }

  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  void check(ResourceInfo resource) {
    Access access = resource.getResourceMethod().getAnnotation(Access.class);
    if (access == null) {
      return;
    }
    if (access.internal()) {
      if (!token.get().issuer().equals(SERVICES)) {
        throw ProblemException.forbidden("This is for Handrail's own services.");
      }
      return;
    }
    Caller caller = callers.current();
    if (access.roles().length > 0 && !List.of(access.roles()).contains(caller.role())) {
      throw ProblemException.forbidden(
          "This is for "
              + Arrays.stream(access.roles()).map(Wire::wire).collect(Collectors.joining(", "))
              + ".");
    }
    for (Permission permission : access.permissions()) {
      caller.require(permission);
    }
  }
}
