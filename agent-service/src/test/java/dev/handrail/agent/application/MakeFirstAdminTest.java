package dev.handrail.agent.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything begins with one admin, however many replicas start at once. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class MakeFirstAdminTest {
  private static final String ADDRESS = "first-admin@support.example";
  private static final String PASSWORD = "a long walk home at dusk";

  @Inject MakeFirstAdmin makeFirstAdmin;
  @Inject RegisterAgent register;
  @Inject AgentRepository agents;
  @Inject PasswordHashes hashes;
  @Inject Sql sql;

  @BeforeEach
  @AfterEach
  void no_admin() {
    sql.update("DELETE FROM agent WHERE role = 'admin' OR email = ?", ADDRESS);
  }

  @Test
  void of_replicas_that_start_at_once_one_makes_the_admin() throws Exception {
    Callable<MakeFirstAdmin.Outcome> start =
        () -> makeFirstAdmin.handle(ADDRESS.toUpperCase(java.util.Locale.ROOT), PASSWORD);
    List<MakeFirstAdmin.Outcome> outcomes = new ArrayList<>();
    try (var replicas = Executors.newFixedThreadPool(4)) {
      for (Future<MakeFirstAdmin.Outcome> outcome :
          replicas.invokeAll(Collections.nCopies(4, start))) {
        outcomes.add(outcome.get());
      }
    }
    assertThat(outcomes)
        .containsOnlyOnce(MakeFirstAdmin.Outcome.MADE)
        .contains(MakeFirstAdmin.Outcome.THERE_IS_ONE);

    Agent admin = agents.findByEmail(ADDRESS).orElseThrow();
    assertThat(admin.role()).isEqualTo(Role.ADMIN);
    assertThat(admin.isApproved()).isTrue();
    assertThat(admin.rights().apps()).containsExactly("*");
    assertThat(hashes.matches(PASSWORD, admin.passwordHash())).isTrue();
  }

  @Test
  void another_address_later_makes_no_second_one() {
    makeFirstAdmin.handle(ADDRESS, PASSWORD);
    assertThat(makeFirstAdmin.handle("another@support.example", PASSWORD))
        .isEqualTo(MakeFirstAdmin.Outcome.THERE_IS_ONE);
    assertThat(agents.findByEmail("another@support.example")).isEmpty();
  }

  @Test
  void whoever_registered_the_address_before_does_not_become_admin() {
    register.handle(
        new RegisterAgent.Command(
            "Eve",
            "Early",
            ADDRESS,
            null,
            "another walk at dawn",
            null,
            "general",
            List.of(),
            List.of(),
            null));
    assertThat(makeFirstAdmin.handle(ADDRESS, PASSWORD))
        .isEqualTo(MakeFirstAdmin.Outcome.ADDRESS_TAKEN);
    assertThat(agents.findByEmail(ADDRESS).orElseThrow().role()).isEqualTo(Role.SUPPORT_AGENT);
  }

  @Test
  void a_weak_password_makes_none() {
    assertThatThrownBy(() -> makeFirstAdmin.handle(ADDRESS, "admin"))
        .isInstanceOf(AgentProblem.Invalid.class);
    assertThat(agents.findByEmail(ADDRESS)).isEmpty();
  }
}
