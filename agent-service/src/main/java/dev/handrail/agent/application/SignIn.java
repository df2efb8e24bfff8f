package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.GuessCounts;
import dev.handrail.agent.application.port.GuessCounts.Counted;
import dev.handrail.agent.application.port.KnownDevices;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.application.port.Secrets;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Lockout;
import dev.handrail.agent.domain.SignInProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs an agent in by address and password. An address without an account costs the same work and
 * gets the same answer as a wrong password. Not one transaction: hashing must not hold a
 * connection, and a wrong try stays counted.
 */
@ApplicationScoped
public class SignIn {

  /**
   * What was sent.
   *
   * @param device what the device was given when it signed in before; null for a new one
   * @param address the network address that it came from; null if unknown
   */
  public record Command(
      String email, String password, @Nullable String device, @Nullable String address) {

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "SignIn.Command";
    }
  }

  /**
   * A sign-in that worked.
   *
   * @param device what the device is to show next time
   */
  public record SignedIn(SessionTokens tokens, String device) {}

  private final AgentRepository agents;
  private final GuessCounts counts;
  private final KnownDevices devices;
  private final PasswordHashes hashes;
  private final Secrets secrets;
  private final StartSession startSession;
  private final Lockout lockout;
  private final Clock clock;

  SignIn(
      AgentRepository agents,
      GuessCounts counts,
      KnownDevices devices,
      PasswordHashes hashes,
      Secrets secrets,
      StartSession startSession,
      Clock clock) {
    this.agents = agents;
    this.counts = counts;
    this.devices = devices;
    this.hashes = hashes;
    this.secrets = secrets;
    this.startSession = startSession;
    this.lockout = Lockout.SHIPPED;
    this.clock = clock;
  }

  /** An address in the one form in which it is kept and counted. */
  static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  /** The count of tries at an address. */
  static Counted accountKey(Secrets secrets, String normalEmail) {
    return new Counted(Lockout.Kind.ACCOUNT, secrets.hash(normalEmail));
  }

  /**
   * Signs in.
   *
   * @throws SignInProblem for a reason that the caller may know
   * @throws PasswordHashes.TooBusy if too many do so at once; the try does not count
   */
  public SignedIn handle(Command command) {
    Instant now = clock.instant();
    String email = normal(command.email());
    Optional<Agent> account = agents.findByEmail(email);
    List<Counted> keys = keys(command, email, account, now);
    var verdict = counts.admit(lockout, keys, now);
    if (!verdict.admitted()) {
      throw new SignInProblem.Locked(verdict.delay());
    }
    try {
      Agent agent = compare(command.password(), account);
      counts.succeeded(keys);
      return start(agent, keys, command);
    } catch (PasswordHashes.TooBusy e) {
      counts.takenBack(keys);
      throw e;
    }
  }

  private List<Counted> keys(Command command, String email, Optional<Agent> account, Instant now) {
    String device = command.device();
    if (device != null) {
      String hash = secrets.hash(device);
      Optional<UUID> owner = devices.agentOf(hash, now);
      if (owner.isPresent() && owner.equals(account.map(Agent::id))) {
        return List.of(new Counted(Lockout.Kind.DEVICE, hash));
      }
    }
    return List.of(
        accountKey(secrets, email),
        new Counted(Lockout.Kind.SOURCE, Lockout.sourceOf(command.address())));
  }

  private Agent compare(String password, Optional<Agent> account) {
    if (account.isEmpty()) {
      hashes.matchNothing(password);
      throw new SignInProblem.Wrong();
    }
    Agent agent = account.get();
    if (!hashes.matches(password, agent.passwordHash())) {
      throw new SignInProblem.Wrong();
    }
    return agent;
  }

  private SignedIn start(Agent agent, List<Counted> keys, Command command) {
    String shown = command.device();
    boolean known = keys.getFirst().kind() == Lockout.Kind.DEVICE;
    String device = known && shown != null ? shown : secrets.random();
    SessionTokens tokens =
        startSession.handle(
            new StartSession.Command(
                agent.id(),
                agent.passwordHash(),
                renewed(agent, command.password()),
                secrets.hash(device)));
    return new SignedIn(tokens, device);
  }

  /** A hash at today's costs in place of an older one; another time if too many sign in now. */
  private @Nullable String renewed(Agent agent, String password) {
    if (!agent.isApproved() || !hashes.isOutdated(agent.passwordHash())) {
      return null;
    }
    try {
      return hashes.hash(password);
    } catch (PasswordHashes.TooBusy e) {
      return null;
    }
  }
}
