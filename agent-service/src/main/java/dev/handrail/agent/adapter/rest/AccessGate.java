package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Wire;
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

  private final Callers callers;

  AccessGate(Callers callers) {
    this.callers = callers;
  }

  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  void check(ResourceInfo resource) {
    Access access = resource.getResourceMethod().getAnnotation(Access.class);
    if (access == null) {
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
