package dev.handrail.ticket.adapter.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handrail.kit.outbox.OutboxEvent;
import dev.handrail.ticket.adapter.ChangeEvents;
import dev.handrail.ticket.application.port.Ids;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketEvent;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.sla.Alarm;
import dev.handrail.ticket.domain.sla.Deadline;
import dev.handrail.ticket.domain.sla.Sla;
import dev.handrail.ticket.domain.sla.TargetKind;
import dev.handrail.ticket.domain.sla.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the events on {@code ticket-events}. Ids and values of the vocabulary only: no names
 * and no texts, because an event cannot be called back when a text is redacted or a person erased.
 */
@ApplicationScoped
class TicketEventJson implements ChangeEvents {
  private static final String TOPIC = "ticket-events";
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  private record Data(Snapshot ticket, ActorJson actor, Map<String, @Nullable Object> detail) {}

  private record ActorJson(String id, String kind) {}

  private record CustomerJson(String id, String kind) {}

  private record Clocks(Clock firstResponse, Clock resolution) {}

  private record Clock(String dueAt, String state, @Nullable String at) {}

  private record Snapshot(
      String id,
      String number,
      String app,
      String department,
      String language,
      String category,
      String priority,
      String status,
      String source,
      CustomerJson customer,
      @Nullable String assigneeId,
      int escalationLevel,
      Clocks sla,
      @Nullable String resolutionType,
      @Nullable Integer rating,
      String createdAt,
      String updatedAt,
      @Nullable String resolvedAt,
      @Nullable String closedAt,
      long version,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> watcherIds) {}

  private final Ids ids;

  TicketEventJson(Ids ids) {
    this.ids = ids;
  }

  @Override
  public List<OutboxEvent> of(Change change) {
    Ticket ticket = change.after();
    String key = ticket.id().toString();
    Snapshot snapshot = snapshot(ticket, change.at());
    ActorJson actor = actor(change.actor());
    List<OutboxEvent> events = new ArrayList<>();
    long sequence = change.firstSequence();
    for (TicketEvent event : change.events()) {
      String data = write(new Data(snapshot, actor, detail(event, ticket)));
      events.add(
          new OutboxEvent(ids.next(), TOPIC, key, type(event), sequence++, change.at(), data));
    }
    return events;
  }

  private static String type(TicketEvent event) {
    String name =
        switch (event) {
          case TicketEvent.Created _ -> "TicketCreated";
          case TicketEvent.StatusChanged _ -> "StatusChanged";
          case TicketEvent.Assigned _ -> "TicketAssigned";
          case TicketEvent.Unassigned _ -> "TicketUnassigned";
          case TicketEvent.MessagePosted _ -> "MessagePosted";
          case TicketEvent.Resolved _ -> "TicketResolved";
          case TicketEvent.Closed _ -> "TicketClosed";
          case TicketEvent.Reopened _ -> "TicketReopened";
          case TicketEvent.Rated _ -> "TicketRated";
          case TicketEvent.Updated _ -> "TicketUpdated";
          case TicketEvent.PriorityChanged _ -> "PriorityChanged";
          case TicketEvent.SlaTargetsSet _ -> "SlaTargetsSet";
          case TicketEvent.SlaAtRisk _ -> "SlaAtRisk";
          case TicketEvent.SlaBreached _ -> "SlaBreached";
          case TicketEvent.SlaMet _ -> "SlaMet";
          case TicketEvent.Deleted _ -> "TicketDeleted";
          case TicketEvent.Escalated _ -> "TicketEscalated";
          case TicketEvent.RatingRequested _ -> "RatingRequested";
          case TicketEvent.Overdue _ -> "TicketOverdue";
        };
    return "handrail." + name + ".v1";
  }

  private static Map<String, @Nullable Object> detail(TicketEvent event, Ticket after) {
    Map<String, @Nullable Object> detail = new LinkedHashMap<>();
    switch (event) {
      case TicketEvent.Created e -> detail.put("messageId", e.opening().id().toString());
      case TicketEvent.StatusChanged e -> {
        detail.put("from", e.from().wire());
        detail.put("to", e.to().wire());
      }
      case TicketEvent.Assigned e -> {
        detail.put("from", e.from());
        detail.put("to", e.to().id());
        detail.put("how", e.how().wire());
      }
      case TicketEvent.Unassigned e -> detail.put("from", e.from());
      case TicketEvent.MessagePosted e -> {
        detail.put("messageId", e.message().id().toString());
        detail.put("visibility", e.message().visibility().wire());
        detail.put("authorKind", e.message().author().kind().wire());
      }
      case TicketEvent.Resolved e -> {
        detail.put("type", e.resolution().type().wire());
        putFormerAgents(detail, after);
      }
      case TicketEvent.Closed e -> {
        detail.put("type", wire(e.type()));
        // Who was told of the resolution need not be told of the end.
        if (after.resolvedAt() == null) {
          putFormerAgents(detail, after);
        }
      }
      case TicketEvent.Reopened e -> detail.put("formerAssigneeId", e.formerAssigneeId());
      case TicketEvent.Rated e -> detail.put("rating", e.rating().stars());
      case TicketEvent.Updated e -> {
        detail.put("fields", e.fields().stream().sorted().toList());
        Priority former = e.formerPriority();
        if (former != null) {
          Map<String, String> priority = new LinkedHashMap<>();
          priority.put("from", former.wire());
          priority.put("to", after.content().priority().wire());
          detail.put("priority", priority);
        }
      }
      case TicketEvent.PriorityChanged e -> {
        detail.put("from", e.from().wire());
        detail.put("to", e.to().wire());
      }
      case TicketEvent.SlaTargetsSet(Sla sla) -> {
        Terms terms = sla.terms();
        detail.put("policy", terms.policy());
        detail.put("policyVersion", terms.policyVersion());
        detail.put("calendar", terms.calendar().key());
        detail.put("calendarVersion", terms.calendar().version());
        detail.put("firstResponse", target(terms, sla.firstResponse()));
        detail.put("resolution", target(terms, sla.resolution()));
      }
      case TicketEvent.SlaAtRisk(Alarm alarm) -> alarm(detail, alarm);
      case TicketEvent.SlaBreached(Alarm alarm) -> alarm(detail, alarm);
      case TicketEvent.SlaMet(TargetKind kind, Instant at, Instant dueAt) -> {
        detail.put("target", kind.wire());
        detail.put("at", at.toString());
        detail.put("dueAt", dueAt.toString());
      }
      case TicketEvent.Escalated e -> putEscalation(detail, e.escalation());
      case TicketEvent.RatingRequested e -> detail.put("reminder", e.reminder());
      case TicketEvent.Overdue e -> detail.put("dueAt", e.dueAt().toString());
      case TicketEvent.Deleted _ -> {
        // That it is gone says everything.
      }
    }
    return detail;
  }

  private static Map<String, String> target(Terms terms, Deadline deadline) {
    Map<String, String> target = new LinkedHashMap<>();
    target.put("target", terms.targets().of(deadline.kind()).toString());
    target.put("dueAt", deadline.dueAt().toString());
    return target;
  }

  private static void alarm(Map<String, @Nullable Object> detail, Alarm alarm) {
    detail.put("target", alarm.kind().wire());
    detail.put("at", alarm.at().toString());
    detail.put("dueAt", alarm.dueAt().toString());
  }

  private static void putEscalation(Map<String, @Nullable Object> detail, Escalation e) {
    Assignee from = e.fromAgent();
    Assignee to = e.toAgent();
    detail.put("cause", e.cause().wire());
    detail.put("fromLevel", e.fromLevel());
    detail.put("level", e.level());
    detail.put("from", from == null ? null : from.id());
    detail.put("to", to == null ? null : to.id());
  }

  private static void putFormerAgents(Map<String, @Nullable Object> detail, Ticket ticket) {
    List<String> former = ticket.followUp().formerAgents();
    if (!former.isEmpty()) {
      detail.put("formerAssigneeIds", former);
    }
  }

  private static Snapshot snapshot(Ticket t, Instant at) {
    return new Snapshot(
        t.id().toString(),
        t.number(),
        t.app(),
        t.content().department(),
        t.content().language(),
        t.content().category(),
        t.content().priority().wire(),
        t.status().wire(),
        t.source().wire(),
        new CustomerJson(t.customer().id(), t.customer().kind().wire()),
        t.assignee() == null ? null : t.assignee().id(),
        t.escalationLevel(),
        new Clocks(clock(t.sla().firstResponse(), at), clock(t.sla().resolution(), at)),
        t.resolution() == null ? null : t.resolution().type().wire(),
        t.rating() == null ? null : t.rating().stars(),
        t.createdAt().toString(),
        t.updatedAt().toString(),
        text(t.resolvedAt()),
        text(t.closedAt()),
        t.version(),
        t.watchers());
  }

  private static Clock clock(Deadline d, Instant at) {
    return new Clock(d.dueAt().toString(), d.stateAt(at).wire(), text(d.stoppedAt()));
  }

  private static ActorJson actor(Actor actor) {
    return new ActorJson(actor.id(), actor.kind().wire());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable String wire(@Nullable Wire value) {
    return value == null ? null : value.wire();
  }

  private static String write(Data data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("An event of plain values could not be written.", impossible);
    }
  }
}
