package dev.handrail.agent.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.agent.adapter.persistence.AgentQueries;
import dev.handrail.agent.application.DecideOnAgent.Subject;
import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Fixtures;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.kit.testing.KafkaProbe.Seen;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An account's life, told from its first word to its end, and what others hear of it on Kafka. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AccountLifeTest {
  private static final Caller ROOT = Fixtures.ROOT;

  @Inject RegisterAgent register;
  @Inject DecideOnAgent decide;
  @Inject EquipAgent equip;
  @Inject ReviseProfile revise;
  @Inject EditDepartments departments;
  @Inject AgentRepository agents;
  @Inject AgentQueries queries;
  @Inject Sql sql;

  @Test
  void an_account_lives_its_life() {
    String address = "grace-" + UUID.randomUUID() + "@support.example";
    try (KafkaProbe kafka = KafkaProbe.fromNow(Infrastructure.kafka(), "agent-events")) {

      // Grace wants to work here. Her account waits, for no app.
      register.handle(registration(address, "Grace"));
      Agent grace = agents.findByEmail(address).orElseThrow();
      String id = grace.id().toString();
      assertThat(grace.status()).isEqualTo(AccountStatus.PENDING);
      assertThat(grace.passwordHash()).startsWith("$argon2id$");

      // She is impatient and asks again; Mallory tries her address, too. Nothing comes of it.
      register.handle(registration(address, "Grace"));
      register.handle(registration(address, "Mallory"));
      assertThat(agents.findByEmail(address)).contains(grace);

      // Root has never heard of her, and then has.
      decide.reject(by(ROOT, id), "Who is this?");
      Agent approved = decide.approve(by(ROOT, id), List.of("bookings"), List.of());
      assertThat(approved.isApproved()).isTrue();
      assertThatThrownBy(() -> decide.reject(by(ROOT, id), "Too late"))
          .isInstanceOf(AgentProblem.IllegalMove.class)
          .hasMessageContaining("approved");

      // She gets more to do, and says of herself what she can.
      equip.apps(by(ROOT, id), List.of("bookings", "rides"));
      equip.permissions(by(ROOT, id), List.of("view_analytics"), List.of());
      equip.capacity(by(ROOT, id), 8);
      Caller herself = Fixtures.caller(id, Role.SUPPORT_AGENT);
      revise.own(herself, null, (p, text) -> speaking(p, List.of("en", "fr")));

      // What she already has changes nothing, and nobody hears of it.
      long version = queries.find(grace.id()).orElseThrow().version();
      assertThat(equip.capacity(by(ROOT, id), 8).version()).isEqualTo(version);

      // She leads a department; then she leaves, and comes back.
      departments.revise(
          new EditDepartments.Subject(ROOT, "complaints", null), null, null, List.of(grace.id()));
      decide.suspend(by(ROOT, id), "On leave.");
      Agent back = decide.reinstate(by(ROOT, id));
      assertThat(back.rights().apps()).containsExactly("bookings", "rides");

      String complaints = "department/complaints";
      kafka.await(
          Duration.ofSeconds(20),
          "all that became of Grace",
          seen ->
              seen.stream().filter(s -> id.equals(s.key())).count() >= 9
                  && seen.stream().anyMatch(s -> complaints.equals(s.key())));
      assertThat(kafka.seen(id))
          .extracting(Seen::type)
          .containsExactly(
              "handrail.AgentRegistered.v1",
              "handrail.AgentRejected.v1",
              "handrail.AgentApproved.v1",
              "handrail.AgentPermissionsChanged.v1",
              "handrail.AgentPermissionsChanged.v1",
              "handrail.AgentPermissionsChanged.v1",
              "handrail.AgentProfileChanged.v1",
              "handrail.AgentSuspended.v1",
              "handrail.AgentReinstated.v1");
      assertThat(kafka.seen(complaints))
          .extracting(Seen::type)
          .containsOnly("handrail.DepartmentChanged.v1");
    }
  }

  @Test
  void the_departments_that_came_with_the_database_were_told_of_once() {
    assertThat(
            sql.list(
                "SELECT key FROM department WHERE key = ANY (?) AND event_sequence = 0",
                row -> row.string("key"),
                List.of("technical", "billing", "general", "complaints")))
        .isEmpty();
  }

  private static Subject by(Caller caller, String id) {
    return new Subject(caller, id, null);
  }

  private static Profile speaking(Profile p, List<String> languages) {
    return new Profile(
        p.firstName(),
        p.lastName(),
        p.phoneNumber(),
        p.employeeId(),
        p.department(),
        p.specializations(),
        languages,
        p.avatarUrl());
  }

  private static RegisterAgent.Command registration(String address, String firstName) {
    return new RegisterAgent.Command(
        firstName,
        "Hopper",
        address,
        null,
        "a long walk home at dusk",
        null,
        "technical",
        List.of(),
        List.of("en"),
        null);
  }
}
