package dev.handrail.agent;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Accounts that a test begins with, made without hashing passwords, which takes long. */
@ApplicationScoped
public class Accounts {
  private static final Caller ROOT =
      new Caller("root", Role.ADMIN, Set.of("*"), "Root", Role.ADMIN.permissions());

  private final AgentRepository agents;
  private final Sql sql;
  private final Clock clock;

  Accounts(AgentRepository agents, Sql sql, Clock clock) {
    this.agents = agents;
    this.sql = sql;
    this.clock = clock;
  }

  /** A new account in this state, of department technical, for every app where it is approved. */
  @Transactional
  public UUID in(AccountStatus status) {
    UUID id = UuidV7.next();
    Profile profile =
        new Profile(
            "Ada",
            "Lovelace",
            null,
            null,
            "technical",
            List.of("payment"),
            List.of("en"),
            "https://pictures.example/" + id + ".png");
    save(Agent.register(id, id + "@support.example", "no hash", profile, clock.instant()));
    switch (status) {
      case PENDING -> {
        // As it was registered.
      }
      case APPROVED -> change(id, a -> a.approve(null, Set.of(), ROOT, clock.instant()));
      case REJECTED -> change(id, a -> a.reject("no", ROOT, clock.instant()));
      case SUSPENDED -> {
        change(id, a -> a.approve(null, Set.of(), ROOT, clock.instant()));
        change(id, a -> a.suspend("why", ROOT, clock.instant()));
      }
    }
    return id;
  }

  /** How often anything about the account, or anything else, has been written. */
  public long footprints() {
    return sql.first(
            """
            SELECT (SELECT coalesce(sum(version + event_sequence), 0) FROM agent)
              + (SELECT count(*) FROM agent_history)
              + (SELECT sum(version + event_sequence) FROM department)
              + (SELECT coalesce(sum(version), 0) FROM team)
              + (SELECT count(*) FROM idempotency) AS sum
            """,
            row -> row.longValue("sum"))
        .orElseThrow();
  }

  private void change(UUID id, Function<Agent, Change> transition) {
    save(transition.apply(agents.findForChange(id).orElseThrow()));
  }

  private void save(Change change) {
    agents.save(change);
  }
}
