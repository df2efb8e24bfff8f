package dev.handrail.notification.adapter.rest;

import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.identity.Roles;
import dev.handrail.kit.identity.VerifiedToken;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.notification.domain.Reader;
import dev.handrail.notification.domain.Recipient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who makes the request at hand, in the words of the domain. */
@ApplicationScoped
class Readers {
  private final CurrentToken token;

  Readers(CurrentToken token) {
    this.token = token;
  }

  /**
   * The caller, by the highest of its roles.
   *
   * @throws ProblemException 401 without a token, 403 for one without any of our roles
   */
  Reader current() {
    VerifiedToken caller = token.get();
    if (caller.hasRole(Roles.ADMIN) || caller.hasRole(Roles.SUPPORT_AGENT)) {
      return new Reader(new Recipient.Staff(caller.subject()), caller.apps());
    } else if (caller.hasRole(Roles.SERVICE)) {
      return new Reader(new Recipient.Service(caller.subject()), caller.apps());
    } else if (caller.hasRole(Roles.CUSTOMER)) {
      String app = caller.app();
      if (app == null) {
        throw ProblemException.unauthorized();
      }
      return new Reader(new Recipient.Customer(app, caller.subject()), Set.of(app));
    }
    throw ProblemException.forbidden("Your token gives you no role here.");
  }
}
