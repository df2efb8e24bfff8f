package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.GuessCounts;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.application.port.PasswordResets;
import dev.handrail.agent.application.port.Secrets;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.PasswordRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Sets a new password by a link that was sent to the account's address, once. */
@ApplicationScoped
public class ResetPassword {
  private final AgentRepository agents;
  private final PasswordResets resets;
  private final PasswordHashes hashes;
  private final Secrets secrets;
  private final GuessCounts counts;
  private final StorePassword store;
  private final Clock clock;

  ResetPassword(
      AgentRepository agents,
      PasswordResets resets,
      PasswordHashes hashes,
      Secrets secrets,
      GuessCounts counts,
      StorePassword store,
      Clock clock) {
    this.agents = agents;
    this.resets = resets;
    this.hashes = hashes;
    this.secrets = secrets;
    this.counts = counts;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Sets it. Whatever others have guessed, the owner can sign in from here at once.
   *
   * @return what the device is to show when it signs in
   * @throws AgentProblem.NotFound for a link that never was, was used or is over
   * @throws AgentProblem.Invalid if the password may not be chosen; the link stays good
   */
  public String handle(String link, String password) {
    String secretHash = secrets.hash(link);
    Agent agent =
        resets
            .agentOf(secretHash, clock.instant())
            .flatMap(agents::find)
            .filter(Agent::isApproved)
            .orElseThrow(AgentProblem.NotFound::new);
    PasswordRules.refuse(password, agent.email())
        .ifPresent(
            why -> {
              throw new AgentProblem.Invalid("password", why);
            });
    String device = secrets.random();
    store.reset(agent.id(), secretHash, hashes.hash(password), secrets.hash(device));
    counts.forget(SignIn.accountKey(secrets, agent.email()));
    return device;
  }
}
