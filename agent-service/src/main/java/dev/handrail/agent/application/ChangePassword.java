package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.GuessCounts;
import dev.handrail.agent.application.port.GuessCounts.Counted;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Lockout;
import dev.handrail.agent.domain.PasswordRules;
import dev.handrail.agent.domain.SignInProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Sets a new password by who knows the old one. Wrong guesses at the old one are counted apart from
 * those at sign-in: a stolen access token must not become a password, nor can it keep the owner
 * out.
 */
@ApplicationScoped
public class ChangePassword {

  /** What was sent by whom. */
  public record Command(UUID agentId, UUID session, String current, String next) {

    /** Keeps the passwords out of logs. */
    @Override
    public String toString() {
      return "ChangePassword.Command[" + agentId + "]";
    }
  }

  private final AgentRepository agents;
  private final GuessCounts counts;
  private final PasswordHashes hashes;
  private final StorePassword store;
  private final Clock clock;

  ChangePassword(
      AgentRepository agents,
      GuessCounts counts,
      PasswordHashes hashes,
      StorePassword store,
      Clock clock) {
    this.agents = agents;
    this.counts = counts;
    this.hashes = hashes;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Changes it.
   *
   * @throws AgentProblem.Invalid if the new one may not be chosen or the old one is wrong
   * @throws SignInProblem.Locked after too many wrong ones
   */
  public void handle(Command command) {
    Agent agent = agents.find(command.agentId()).orElseThrow(AgentProblem.NotFound::new);
    PasswordRules.refuse(command.next(), agent.email())
        .ifPresent(
            why -> {
              throw new AgentProblem.Invalid("newPassword", why);
            });
    List<Counted> keys =
        List.of(new Counted(Lockout.Kind.ACCOUNT, "change of " + command.agentId()));
    var verdict = counts.admit(Lockout.SHIPPED, keys, clock.instant());
    if (!verdict.admitted()) {
      throw new SignInProblem.Locked(verdict.delay());
    }
    try {
      if (!hashes.matches(command.current(), agent.passwordHash())) {
        throw new AgentProblem.Invalid("currentPassword", "is not the password of this account");
      }
      counts.succeeded(keys);
      store.change(
          agent.id(), command.session(), agent.passwordHash(), hashes.hash(command.next()));
    } catch (PasswordHashes.TooBusy e) {
      counts.takenBack(keys);
      throw e;
    }
  }
}
