package dev.handrail.agent.application;

import dev.handrail.agent.application.port.GuessCounts;
import dev.handrail.agent.application.port.GuessCounts.Counted;
import dev.handrail.agent.application.port.Ids;
import dev.handrail.agent.application.port.PasswordResets;
import dev.handrail.agent.domain.Lockout;
import dev.handrail.agent.domain.SignInProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes that somebody wants a new password for an address. Whether it has an account is looked at
 * later by {@link GiveOutPasswordResets}, so that neither answer nor time can tell. Two small
 * transactions one after the other: what was counted stays counted.
 */
@ApplicationScoped
public class AskForPasswordReset {
  private final PasswordResets resets;
  private final GuessCounts counts;
  private final Ids ids;
  private final Clock clock;

  AskForPasswordReset(PasswordResets resets, GuessCounts counts, Ids ids, Clock clock) {
    this.resets = resets;
    this.counts = counts;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Notes it.
   *
   * @param address the network address that it came from; null if unknown
   * @throws SignInProblem.Locked if too many were asked for from there
   */
  public void handle(String email, @Nullable String address) {
    Instant now = clock.instant();
    var verdict =
        counts.admit(
            Lockout.SHIPPED,
            List.of(new Counted(Lockout.Kind.SOURCE, "reset " + Lockout.sourceOf(address))),
            now);
    if (!verdict.admitted()) {
      throw new SignInProblem.Locked(verdict.delay());
    }
    resets.request(ids.next(), SignIn.normal(email), now);
  }
}
