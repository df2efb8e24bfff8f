package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.SignInProblem;
import dev.handrail.kit.web.Problem;
import dev.handrail.kit.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** How a refused sign-in is answered. */
@ApplicationScoped
class SignInProblemMapping {

  @ServerExceptionMapper
  Response refused(SignInProblem refusal) {
    return switch (refusal) {
      case SignInProblem.Wrong wrong -> wrong(wrong).toResponse();
      case SignInProblem.NotApproved refused -> notApproved(refused.status()).toResponse();
      case SignInProblem.Locked locked ->
          Problem.of(
                  429,
                  "too-many-tries",
                  "Too many tries",
                  "Wait, or use a device that has signed in before, or ask for a new password.")
              .withRetryAfter(locked.untilNext())
              .toResponse();
    };
  }

  private static Problem wrong(SignInProblem.Wrong wrong) {
    return Problem.of(
        401, "wrong-credentials", "Not signed in", String.valueOf(wrong.getMessage()));
  }

  static Problem notApproved(AccountStatus status) {
    return switch (status) {
      case PENDING ->
          Problem.of(
              403, "account-pending", "Not approved yet", "An admin has to approve the account.");
      case REJECTED ->
          Problem.of(403, "account-rejected", "Not approved", "The account was not approved.");
      case SUSPENDED ->
          Problem.of(403, "account-suspended", "Suspended", "The account is suspended.");
      case APPROVED -> ProblemException.forbidden("You may not do this.").problem();
    };
  }

  static Problem sessionOver() {
    return Problem.of(401, "session-over", "Signed out", "The session is over. Sign in again.");
  }
}
