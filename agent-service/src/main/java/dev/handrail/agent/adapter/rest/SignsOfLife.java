package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.AgentAccess;
import dev.handrail.agent.application.NoteSignOfLife;
import dev.handrail.agent.domain.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Takes every request of staff that was let through for a sign of life. */
@ApplicationScoped
class SignsOfLife {

  private final Callers callers;
  private final NoteSignOfLife note;

  SignsOfLife(Callers callers, NoteSignOfLife note) {
    this.callers = callers;
    this.note = note;
  }

  /** After {@link AccessGate}: who is refused is not there. */
  @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 1)
  void note(ResourceInfo resource) {
    Access access = resource.getResourceMethod().getAnnotation(Access.class);
    if (access != null) {
      callers
          .known()
          .filter(Caller::isStaff)
          .map(Caller::id)
          .flatMap(AgentAccess::parse)
          .ifPresent(note::of);
    }
  }
}
