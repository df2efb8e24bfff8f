package dev.handrail.agent.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentEvent;
import dev.handrail.agent.domain.Availability;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Department;
import dev.handrail.agent.domain.DepartmentChange;
import dev.handrail.agent.domain.Fixtures;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Strategy;
import dev.handrail.contracts.Contracts;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.outbox.OutboxEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every event of an agent's whole life, made by real transitions, against the contract. */
class AgentEventJsonTest {
  private static final String CANARY = "KANARIE";
  private static final Instant NOON = Fixtures.NOON;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Contracts contracts = Contracts.of("agent-events");
  private final AgentEventJson json = new AgentEventJson(UuidV7::next);
  private final List<OutboxEvent> life = new ArrayList<>();
  private final List<OutboxEvent> departments = new ArrayList<>();
  private final UUID id = UuidV7.next();
  private final Caller root =
      new Caller("root", Role.ADMIN, Set.of("*"), CANARY, Role.ADMIN.permissions());
  private Agent agent;

  /** From the registration to the end, with a canary in every text and name. */
  @BeforeEach
  void live() {
    happens(Agent.register(id, CANARY + "@support.example", CANARY, profile("technical"), NOON));
    happens(agent.reject(CANARY, root, NOON));
    happens(
        agent.approve(List.of("bookings", "rides"), Set.of(Permission.VIEW_ANALYTICS), root, NOON));
    happens(agent.setPermissions(Set.of(), Set.of(Permission.CLOSE_TICKETS), root, NOON));
    happens(agent.setApps(List.of("*"), root, NOON));
    happens(agent.setCapacity(9, root, NOON));
    happens(agent.revise(profile("billing"), root, NOON));
    agent = Fixtures.with(Availability.AVAILABLE, agent);
    happens(agent.suspend(CANARY, root, NOON.plusNanos(123_456_000)));
    happens(agent.reinstate(root, NOON));

    Department department =
        Department.open("returns", CANARY, true, List.of(id), root.actor(), NOON).after();
    tells(Department.open("returns", CANARY, true, List.of(id), root.actor(), NOON));
    tells(department.route(Strategy.LEAST_LOADED, null, root.actor(), NOON));
    tells(department.route(Strategy.LEAST_LOADED, Duration.ofDays(30), root.actor(), NOON));
    tells(department.remove(root.actor(), NOON));
    tells(department.announce(NOON));
  }

  @Test
  void every_event_is_what_its_schema_says_and_nothing_more() {
    List<OutboxEvent> all = new ArrayList<>(life);
    all.addAll(departments);
    for (OutboxEvent event : all) {
      assertThat(contracts.problems(name(event), read(event))).as(event.data()).isEmpty();
      assertThat(contracts.problemsOfPublisher(name(event), read(event)))
          .as(event.data())
          .isEmpty();
    }
  }

  @Test
  void a_whole_life_has_events_of_every_type_that_accounts_have() {
    assertThat(new TreeSet<>(life.stream().map(AgentEventJsonTest::name).toList()))
        .containsExactly(
            "AgentApproved.v1",
            "AgentPermissionsChanged.v1",
            "AgentProfileChanged.v1",
            "AgentRegistered.v1",
            "AgentReinstated.v1",
            "AgentRejected.v1",
            "AgentSuspended.v1",
            "AvailabilityChanged.v1");
  }

  @Test
  void every_event_has_the_fields_of_its_golden_sample() {
    List<OutboxEvent> all = new ArrayList<>(life);
    all.addAll(departments);
    for (OutboxEvent event : all) {
      JsonNode sample = contracts.sample(name(event)).get("data");
      assertThat(fields("", read(event))).as(name(event)).isEqualTo(fields("", sample));
    }
  }

  @Test
  void a_request_for_a_new_password_names_itself_and_no_secret() {
    UUID reset = UuidV7.next();
    Change asked =
        new Change(
            agent,
            agent,
            List.of(new AgentEvent.PasswordResetRequested(reset)),
            root.actor(),
            NOON,
            null);
    OutboxEvent event = json.of(asked).getFirst();
    assertThat(contracts.problemsOfPublisher(name(event), read(event))).isEmpty();
    assertThat(read(event).get("detail").toString()).isEqualTo("{\"resetId\":\"" + reset + "\"}");
  }

  @Test
  void the_events_of_an_agent_are_numbered_without_a_gap_and_keyed_by_it() {
    for (int i = 0; i < life.size(); i++) {
      assertThat(life.get(i).sequence()).isEqualTo(i + 1);
      assertThat(life.get(i).key()).isEqualTo(id.toString());
      assertThat(life.get(i).topic()).isEqualTo("agent-events");
    }
    assertThat(departments).allMatch(e -> e.key().equals("department/returns"));
    assertThat(departments).extracting(OutboxEvent::sequence).containsExactly(1L, 2L, 2L, 2L, 2L);
    assertThat(life.stream().map(OutboxEvent::id)).doesNotHaveDuplicates();
  }

  @Test
  void no_name_no_address_no_reason_and_no_hash_is_in_any_event() {
    assertThat(life).noneMatch(e -> e.data().contains(CANARY));
    assertThat(departments).noneMatch(e -> e.data().contains(CANARY));
  }

  @Test
  void the_facts_are_those_after_the_change() {
    JsonNode suspended = read(life.get(life.size() - 3)).get("agent");
    assertThat(suspended.get("status").asText()).isEqualTo("suspended");
    assertThat(suspended.get("availability").asText()).isEqualTo("offline");
    assertThat(suspended.get("availabilitySince").asText())
        .isEqualTo("2026-11-21T12:00:00.123456Z");
    JsonNode facts = read(life.getLast()).get("agent");
    assertThat(facts.get("apps").toString()).isEqualTo("[\"*\"]");
    assertThat(facts.get("capacity").asInt()).isEqualTo(9);
    assertThat(facts.get("department").asText()).isEqualTo("billing");
    assertThat(facts.get("permissions").toString())
        .contains("view_tickets")
        .doesNotContain("close_tickets", "view_analytics");
    // Permissions, apps, department, suspension, reinstatement.
    assertThat(facts.get("accessVersion").asInt()).isEqualTo(6);
  }

  private void happens(Change change) {
    agent = change.after();
    life.addAll(json.of(change));
  }

  private void tells(DepartmentChange change) {
    departments.addAll(json.of(change));
  }

  private static Profile profile(String department) {
    return new Profile(
        CANARY,
        CANARY,
        CANARY,
        CANARY,
        department,
        List.of("payment"),
        List.of("pt-BR"),
        "https://" + CANARY + ".example");
  }

  private static String name(OutboxEvent event) {
    return event.type().replace("handrail.", "");
  }

  private static JsonNode read(OutboxEvent event) {
    try {
      return JSON.readTree(event.data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> fields(String at, JsonNode node) {
    Set<String> fields = new TreeSet<>();
    node.properties()
        .forEach(
            entry -> {
              fields.add(at + "/" + entry.getKey());
              fields.addAll(fields(at + "/" + entry.getKey(), entry.getValue()));
            });
    return fields;
  }
}
