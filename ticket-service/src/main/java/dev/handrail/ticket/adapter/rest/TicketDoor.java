package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.Versioned;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Ticket;
import jakarta.enterprise.context.RequestScoped;
import java.time.Clock;
import org.jboss.resteasy.reactive.RestResponse;

/** Shows the caller of the request at hand the tickets that it may see, and no others. */
@RequestScoped
class TicketDoor {

  private final Callers callers;
  private final CurrentToken token;
  private final AppProfiles profiles;
  private final FieldCatalogue fields;
  private final TicketQueries queries;
  private final Clock clock;

  TicketDoor(
      Callers callers,
      CurrentToken token,
      AppProfiles profiles,
      FieldCatalogue fields,
      TicketQueries queries,
      Clock clock) {
    this.callers = callers;
    this.token = token;
    this.profiles = profiles;
    this.fields = fields;
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

  /** The answer with the same ticket, its newest messages and its assignments. */
  RestResponse<TicketDetailJson> answerWithDetail(String ref) {
    Caller caller = callers.current();
    var detail =
        queries
            .detail(ref, caller.isStaff(), TicketDetailJson.MESSAGES)
            .filter(d -> scope().includes(d.ticket()))
            .orElseThrow(ProblemException::notFound);
    return Versioned.ok(
        TicketDetailJson.of(detail, json(detail.ticket()), caller),
        detail.ticket().versionFor(caller));
  }

  /** A ticket as the caller sees it. */
  TicketJson json(Ticket ticket) {
    return TicketJson.of(ticket, callers.current(), fields.of(ticket.app()), clock.instant());
  }

  /** The answer that carries a ticket and its version. */
  RestResponse<TicketJson> answer(Ticket ticket) {
    return Versioned.ok(json(ticket), ticket.versionFor(callers.current()));
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
