package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versions;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Ticket;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import org.jboss.resteasy.reactive.RestResponse;

/** Shows the caller of the request at hand the tickets that it may see, and no others. */
@RequestScoped
class TicketDoor {

  private final Callers callers;
  private final CurrentToken token;
  private final AppProfiles profiles;
  private final TicketQueries queries;
  private final Clock clock;

  TicketDoor(
      Callers callers,
      CurrentToken token,
      AppProfiles profiles,
      TicketQueries queries,
      Clock clock) {
    this.callers = callers;
    this.token = token;
    this.profiles = profiles;
    this.queries = queries;
    this.clock = clock;
  }

  Scope scope() {
    return Scope.of(callers.current(), profiles.all());
  }

  /**
   * The ticket of this id or number.
   *
   * @throws ProblemException 404 if there is none that the caller sees
   */
  Ticket find(String ref) {
    return queries.find(ref).filter(scope()::includes).orElseThrow(ProblemException::notFound);
  }

  /** The same with its newest messages and its assignments. */
  TicketQueries.Detail detail(String ref) {
    return queries
        .detail(ref, callers.current().isStaff(), TicketDetailJson.MESSAGES)
        .filter(d -> scope().includes(d.ticket()))
        .orElseThrow(ProblemException::notFound);
  }

  /** The answer that carries a ticket and its version. */
  RestResponse<TicketJson> answer(Ticket ticket) {
    return RestResponse.ResponseBuilder.ok(
            TicketJson.of(ticket, callers.current(), clock.instant()))
        .header(HttpHeaders.ETAG, Versions.etag(ticket.version()))
        .build();
  }

  /** Who the caller is, as a text that cursors are bound to. */
  String identity() {
    Caller caller = callers.current();
    return String.join(
        "\n",
        token.get().issuer(),
        caller.role().wire(),
        String.valueOf(caller.app()),
        caller.id());
  }
}
