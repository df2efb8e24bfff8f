package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.kit.web.Problem;
import dev.handrail.kit.web.Problem.FieldError;
import dev.handrail.kit.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a refusal of the domain becomes an HTTP answer. */
@ApplicationScoped
class AgentProblemMapping {

  private static final Duration UNTIL_HASHED = Duration.ofSeconds(2);

  @ServerExceptionMapper
  Response refused(AgentProblem refusal) {
    return problem(refusal).toResponse();
  }

  @ServerExceptionMapper
  Response busy(PasswordHashes.TooBusy busy) {
    return ProblemException.unavailable(UNTIL_HASHED).problem().toResponse();
  }

  private static Problem problem(AgentProblem refusal) {
    return switch (refusal) {
      case AgentProblem.Invalid invalid ->
          ProblemException.badRequest(
                  invalid.fields().stream()
                      .map(f -> new FieldError(f.field(), f.message()))
                      .toList())
              .problem();
      case AgentProblem.Forbidden forbidden ->
          ProblemException.forbidden(forbidden.detail()).problem();
      case AgentProblem.NotFound _ -> ProblemException.notFound().problem();
      case AgentProblem.IllegalMove illegal ->
          ProblemException.conflict("illegal-move", illegal.detail())
              .problem()
              .withAllowed(illegal.allowed());
      case AgentProblem.Conflict conflict ->
          ProblemException.conflict(conflict.slug(), conflict.detail()).problem();
      case AgentProblem.Stale _ -> ProblemException.preconditionFailed().problem();
    };
  }
}
