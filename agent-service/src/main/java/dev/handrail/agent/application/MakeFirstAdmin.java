package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Ids;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.PasswordRules;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** Makes the admin's account with which everything begins, unless there is an admin already. */
@ApplicationScoped
public class MakeFirstAdmin {

  /** What became of it. */
  public enum Outcome {
    MADE,
    /** There is an admin's account already; nothing was changed. */
    THERE_IS_ONE,
    /** The address has an account that is no admin's, which stays what it is. */
    ADDRESS_TAKEN
  }

  /**
   * A department that the platform starts with: an admin is not routed to before it is available.
   */
  private static final String DEPARTMENT = "general";

  private final AgentRepository agents;
  private final PasswordHashes hashes;
  private final Ids ids;
  private final Clock clock;

  MakeFirstAdmin(AgentRepository agents, PasswordHashes hashes, Ids ids, Clock clock) {
    this.agents = agents;
    this.hashes = hashes;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Hashes within the transaction: it happens once in the life of a platform, and the other
   * replicas must wait for its end.
   *
   * @throws AgentProblem.Invalid when address or password are not such as may be chosen
   */
  @Transactional
  public Outcome handle(String address, String password) {
    Text text = new Text();
    String email = text.email("email", address);
    PasswordRules.refuse(password, email).ifPresent(why -> text.problem("password", why));
    text.done();
    agents.lockFirstAdmin();
    if (agents.hasAdmin()) {
      return Outcome.THERE_IS_ONE;
    }
    if (agents.findByEmail(email).isPresent()) {
      return Outcome.ADDRESS_TAKEN;
    }
    Profile profile =
        new Profile("First", "Admin", null, null, DEPARTMENT, List.of(), List.of(), null);
    agents.save(
        Agent.firstAdmin(ids.next(), email, hashes.hash(password), profile, clock.instant()));
    return Outcome.MADE;
  }
}
