package dev.handrail.agent.adapter.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handrail.agent.adapter.ChangeEvents;
import dev.handrail.agent.application.port.Ids;
import dev.handrail.agent.domain.Actor;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentEvent;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Department;
import dev.handrail.agent.domain.DepartmentChange;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.outbox.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the events on {@code agent-events}. Ids and values of the vocabulary only: no names,
 * no addresses, no reasons and no secrets, because an event cannot be called back.
 */
@ApplicationScoped
class AgentEventJson implements ChangeEvents {
  private static final String TOPIC = "agent-events";
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  private record AgentData(AgentFacts agent, ActorJson actor, Map<String, Object> detail) {}

  private record DepartmentData(
      DepartmentFacts department, ActorJson actor, Map<String, Object> detail) {}

  private record ActorJson(String id, String kind) {}

  private record AgentFacts(
      String id,
      String role,
      String status,
      List<String> apps,
      String department,
      List<String> specializations,
      List<String> languages,
      List<String> permissions,
      int capacity,
      String availability,
      String availabilitySince,
      long accessVersion,
      long profileVersion,
      String createdAt,
      String updatedAt,
      long version) {}

  private record DepartmentFacts(
      String key,
      boolean active,
      List<String> leads,
      String strategy,
      @Nullable String giveBackAfter,
      long version) {}

  private final Ids ids;

  AgentEventJson(Ids ids) {
    this.ids = ids;
  }

  @Override
  public List<OutboxEvent> of(Change change) {
    String key = change.after().id().toString();
    AgentFacts facts = facts(change.after());
    List<OutboxEvent> events = new ArrayList<>();
    long sequence = change.firstSequence();
    for (AgentEvent event : change.events()) {
      String data = write(new AgentData(facts, actor(change.actor()), detail(event)));
      events.add(
          new OutboxEvent(ids.next(), TOPIC, key, type(event), sequence++, change.at(), data));
    }
    return events;
  }

  @Override
  public List<OutboxEvent> of(DepartmentChange change) {
    Department d = change.after();
    DepartmentFacts facts =
        new DepartmentFacts(
            d.key(),
            d.active(),
            d.leads().stream().map(UUID::toString).toList(),
            d.strategy().wire(),
            d.giveBackAfter() == null ? null : d.giveBackAfter().toString(),
            d.version());
    String data =
        write(
            new DepartmentData(facts, actor(change.actor()), Map.of("changed", change.changed())));
    return List.of(
        new OutboxEvent(
            ids.next(),
            TOPIC,
            "department/" + d.key(),
            "handrail.DepartmentChanged.v1",
            d.eventSequence(),
            change.at(),
            data));
  }

  private static String type(AgentEvent event) {
    String name =
        switch (event) {
          case AgentEvent.Registered _ -> "AgentRegistered";
          case AgentEvent.Approved _ -> "AgentApproved";
          case AgentEvent.Rejected _ -> "AgentRejected";
          case AgentEvent.Suspended _ -> "AgentSuspended";
          case AgentEvent.Reinstated _ -> "AgentReinstated";
          case AgentEvent.ProfileChanged _ -> "AgentProfileChanged";
          case AgentEvent.PermissionsChanged _ -> "AgentPermissionsChanged";
          case AgentEvent.AvailabilityChanged _ -> "AvailabilityChanged";
          case AgentEvent.PasswordResetRequested _ -> "PasswordResetRequested";
        };
    return "handrail." + name + ".v1";
  }

  private static Map<String, Object> detail(AgentEvent event) {
    Map<String, Object> detail = new LinkedHashMap<>();
    switch (event) {
      case AgentEvent.ProfileChanged e -> detail.put("changed", e.changed());
      case AgentEvent.PermissionsChanged e -> detail.put("changed", e.changed());
      case AgentEvent.AvailabilityChanged e -> {
        detail.put("from", e.from().wire());
        detail.put("to", e.to().wire());
        detail.put("cause", e.cause().wire());
      }
      case AgentEvent.PasswordResetRequested e -> detail.put("resetId", e.resetId().toString());
      case AgentEvent.Registered _,
          AgentEvent.Approved _,
          AgentEvent.Rejected _,
          AgentEvent.Suspended _,
          AgentEvent.Reinstated _ -> {
        // The status in the facts says everything; reasons are texts.
      }
    }
    return detail;
  }

  private static AgentFacts facts(Agent a) {
    return new AgentFacts(
        a.id().toString(),
        a.role().wire(),
        a.status().wire(),
        a.rights().apps(),
        a.profile().department(),
        a.profile().specializations(),
        a.profile().languages(),
        a.permissions().stream().sorted().map(Wire::wire).toList(),
        a.capacity(),
        a.availability().wire(),
        a.availabilitySince().toString(),
        a.accessVersion(),
        a.profileVersion(),
        a.createdAt().toString(),
        a.updatedAt().toString(),
        a.version());
  }

  private static ActorJson actor(Actor actor) {
    return new ActorJson(actor.id(), actor.kind().wire());
  }

  private static String write(Record data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("An event of plain values could not be written.", impossible);
    }
  }
}
