package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Problem;
import dev.handrail.kit.web.Problem.FieldError;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a refusal of the domain becomes an HTTP answer. */
@ApplicationScoped
class TicketProblemMapping {

  @ServerExceptionMapper
  Response refused(TicketProblem refusal) {
    return problem(refusal).toResponse();
  }

  static Problem problem(TicketProblem refusal) {
    return switch (refusal) {
      case TicketProblem.Invalid invalid ->
          ProblemException.badRequest(
                  invalid.fields().stream()
                      .map(f -> new FieldError(f.field(), f.message()))
                      .toList())
              .problem();
      case TicketProblem.Forbidden forbidden ->
          ProblemException.forbidden(forbidden.detail()).problem();
      case TicketProblem.NotFound _ -> ProblemException.notFound().problem();
      case TicketProblem.IllegalMove illegal ->
          ProblemException.conflict("illegal-move", illegal.detail())
              .problem()
              .withAllowed(illegal.allowed().stream().map(Status::wire).toList());
      case TicketProblem.Conflict conflict ->
          ProblemException.conflict(conflict.slug(), conflict.detail()).problem();
      case TicketProblem.Stale _ -> ProblemException.preconditionFailed().problem();
    };
  }
}
