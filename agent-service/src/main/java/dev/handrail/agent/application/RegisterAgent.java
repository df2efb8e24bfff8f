package dev.handrail.agent.application;

import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.application.port.Ids;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.PasswordRules;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes somebody's wish for an account (A1). Whether the address has one already shows in nothing:
 * not in the answer, and not in the time that it takes.
 */
@ApplicationScoped
public class RegisterAgent {

  public record Command(
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String email,
      @Nullable String phoneNumber,
      @Nullable String password,
      @Nullable String employeeId,
      @Nullable String department,
      List<String> specializations,
      List<String> languages,
      @Nullable String avatarUrl) {

    @Override
    public String toString() {
      return "Command[of a registration]";
    }
  }

  private final StoreRegistration store;
  private final Departments departments;
  private final PasswordHashes hashes;
  private final Ids ids;
  private final Clock clock;

  RegisterAgent(
      StoreRegistration store,
      Departments departments,
      PasswordHashes hashes,
      Ids ids,
      Clock clock) {
    this.store = store;
    this.departments = departments;
    this.hashes = hashes;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Not in one transaction, because hashing would keep a connection for as long.
   *
   * @throws dev.handrail.agent.domain.AgentProblem.Invalid when a field is wrong; names them all
   */
  public void handle(Command c) {
    Text text = new Text();
    Profile profile =
        Profile.of(
            text,
            c.firstName(),
            c.lastName(),
            c.phoneNumber(),
            c.employeeId(),
            c.department(),
            c.specializations(),
            c.languages(),
            c.avatarUrl());
    String email = text.email("email", c.email());
    String password = Objects.requireNonNullElse(c.password(), "");
    if (password.isEmpty()) {
      text.problem("password", "is required");
    } else {
      PasswordRules.refuse(password, email).ifPresent(why -> text.problem("password", why));
    }
    MembersOf.active(departments, text, profile.department());
    text.done();

    String hash = hashes.hash(password);
    store.handle(Agent.register(ids.next(), email, hash, profile, clock.instant()));
  }
}
