package dev.handrail.ticket.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handrail.contracts.Contracts;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.outbox.OutboxEvent;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.FollowUp;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.Visibility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every event of a ticket's whole life, made by real transitions, against the contract. */
class TicketEventJsonTest {
  private static final String CANARY = "KANARIE";
  private static final AppProfile APP = Fixtures.BOOKINGS;
  private static final Instant NOON = Fixtures.NOON;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Contracts contracts = Contracts.of("ticket-events");
  private final TicketEventJson json = new TicketEventJson(UuidV7::next);
  private final List<OutboxEvent> life = new ArrayList<>();
  private Ticket ticket;

  /** From the first word to the last, with a canary in every text and name. */
  @BeforeEach
  void live() {
    Caller cora = named(Fixtures.CUSTOMER);
    Caller ada = named(Fixtures.AGENT);
    Agent adaAgent = new Agent("ada", CANARY, CANARY, Set.of("*"), true);
    Agent bob = new Agent("bob", CANARY, CANARY, Set.of("*"), true);
    happens(
        Ticket.open(
            UuidV7.next(),
            "BKG-000123",
            APP,
            Fixtures.terms(Priority.MEDIUM),
            new Customer("cora", CANARY, CustomerKind.PROVIDER, CANARY),
            Source.MOBILE,
            new Content(
                CANARY,
                "booking",
                "general",
                "en",
                Priority.MEDIUM,
                List.of(CANARY),
                Map.of("note", CANARY)),
            CANARY,
            List.of(new Link("booking", CANARY)),
            UuidV7.next(),
            cora.actor(),
            NOON));
    happens(ticket.assign(adaAgent, ada, APP, at(1)));
    happens(ticket.assign(bob, ada, APP, at(2)));
    happens(ticket.unassign(named(Fixtures.ADMIN), APP, at(3)));
    happens(post(ada, Visibility.PUBLIC, at(4)));
    happens(post(ada, Visibility.INTERNAL, at(5)));
    happens(ticket.changeStatus(Status.WAITING_CUSTOMER, CANARY, ada, APP, at(6)));
    happens(post(cora, Visibility.PUBLIC, at(7)));
    Content c = ticket.content();
    happens(
        ticket.update(
            new Content(
                CANARY + 2,
                c.category(),
                "billing",
                c.language(),
                Priority.URGENT,
                List.of(),
                Map.of("note", CANARY + 2)),
            Fixtures.terms(Priority.URGENT),
            ada.actor(),
            APP,
            at(8)));
    happens(ticket.resolve(new Resolution(ResolutionType.SOLVED, CANARY, CANARY), ada, APP, at(9)));
    happens(Job.REQUEST_RATINGS.apply(ticket, APP, at(9).plus(APP.ratingAskedAfter())));
    happens(ticket.rate(5, CANARY, cora, APP, at(10)));
    happens(ticket.reopen(CANARY, null, cora, APP, at(11)));
    happens(ticket.raiseAlarms(Actor.system("test"), APP, at(900)));
    happens(Job.ALERT_OVERDUE.apply(ticket, APP, NOON.plusSeconds(90 * 86_400)));
    happens(ticket.assign(adaAgent, ada, APP, at(900)));
    happens(
        ticket.escalate(
            new Escalation.Request(Escalation.Cause.MANUAL, CANARY, bob, null),
            ada.actor(),
            APP,
            at(900)));
    happens(ticket.close(null, ada, APP, at(901)));
    happens(ticket.delete(named(Fixtures.ADMIN).actor(), APP, at(902)));
  }

  @Test
  void a_whole_life_has_events_of_every_type() {
    assertThat(new TreeSet<>(life.stream().map(e -> name(e)).toList()))
        .containsExactly(
            "MessagePosted.v1",
            "PriorityChanged.v1",
            "RatingRequested.v1",
            "SlaAtRisk.v1",
            "SlaBreached.v1",
            "SlaMet.v1",
            "SlaTargetsSet.v1",
            "StatusChanged.v1",
            "TicketAssigned.v1",
            "TicketClosed.v1",
            "TicketCreated.v1",
            "TicketDeleted.v1",
            "TicketEscalated.v1",
            "TicketOverdue.v1",
            "TicketRated.v1",
            "TicketReopened.v1",
            "TicketResolved.v1",
            "TicketUnassigned.v1",
            "TicketUpdated.v1");
  }

  @Test
  void every_event_is_what_its_schema_says_and_nothing_more() {
    for (OutboxEvent event : life) {
      assertThat(contracts.problems(name(event), read(event))).as(event.data()).isEmpty();
      assertThat(contracts.problemsOfPublisher(name(event), read(event)))
          .as(event.data())
          .isEmpty();
    }
  }

  @Test
  void every_event_has_the_fields_of_its_golden_sample() {
    for (OutboxEvent event : life) {
      JsonNode sample = contracts.sample(name(event)).get("data");
      JsonNode data = read(event);
      Set<String> fields = fields("", data, sample);
      // There only where an escalation took the ticket from somebody.
      fields.remove("/detail/formerAssigneeIds");
      if (!name(event).equals("TicketUpdated.v1")) {
        assertThat(fields).as(name(event)).isEqualTo(fields("", sample, data));
      } else {
        assertThat(fields).isSubsetOf(fields("", sample, data));
      }
    }
  }

  @Test
  void the_events_of_a_ticket_are_numbered_without_a_gap_and_keyed_by_it() {
    for (int i = 0; i < life.size(); i++) {
      OutboxEvent event = life.get(i);
      assertThat(event.sequence()).isEqualTo(i + 1);
      assertThat(event.key()).isEqualTo(ticket.id().toString());
      assertThat(event.topic()).isEqualTo("ticket-events");
    }
    assertThat(life.stream().map(OutboxEvent::id)).doesNotHaveDuplicates();
  }

  @Test
  void no_text_and_no_name_is_in_any_event() {
    assertThat(life).noneMatch(e -> e.data().contains(CANARY) || e.data().contains("Name of"));
  }

  @Test
  void assignments_say_from_whom_to_whom_and_how() {
    List<Map<String, Object>> details = new ArrayList<>();
    life.stream()
        .filter(e -> name(e).equals("TicketAssigned.v1"))
        .forEach(e -> details.add(JSON.convertValue(read(e).get("detail"), mapType())));

    Map<String, Object> picked = new LinkedHashMap<>();
    picked.put("from", null);
    picked.put("to", "ada");
    picked.put("how", "picked");
    assertThat(details)
        .containsExactly(
            picked,
            Map.of("from", "ada", "to", "bob", "how", "handed_over"),
            picked,
            Map.of("from", "ada", "to", "bob", "how", "escalated"));
  }

  @Test
  void an_escalation_says_from_where_to_where_and_the_end_who_lost_the_ticket() {
    assertThat(detailOf("TicketEscalated.v1"))
        .isEqualTo(
            "{\"cause\":\"manual\",\"fromLevel\":0,\"level\":1,\"from\":\"ada\",\"to\":\"bob\"}");
    assertThat(detailOf("TicketClosed.v1"))
        .isEqualTo("{\"type\":null,\"formerAssigneeIds\":[\"ada\"]}");
    assertThat(detailOf("TicketResolved.v1")).isEqualTo("{\"type\":\"solved\"}");
    assertThat(detailOf("RatingRequested.v1")).isEqualTo("{\"reminder\":false}");
  }

  @Test
  void who_heard_of_the_resolution_is_not_named_again_at_the_end() {
    Resolution solved = new Resolution(ResolutionType.SOLVED, null, null);
    Ticket lost =
        Fixtures.aTicket()
            .in(Status.IN_PROGRESS)
            .with(new FollowUp(List.of("eve", "ada"), null, null, null, List.of()))
            .build();
    Change resolved = lost.resolve(solved, Fixtures.AGENT, APP, NOON);
    OutboxEvent told = json.of(resolved).getLast();
    assertThat(read(told).get("detail").toString())
        .isEqualTo("{\"type\":\"solved\",\"formerAssigneeIds\":[\"eve\",\"ada\"]}");
    // The fixture's id is none of ours.
    assertThat(contracts.problemsOfPublisher(name(told), read(told)))
        .allMatch(problem -> problem.startsWith("/ticket/id"));

    OutboxEvent closed = json.of(resolved.after().close(null, Fixtures.AGENT, APP, NOON)).getLast();
    assertThat(read(closed).get("detail").toString()).isEqualTo("{\"type\":\"solved\"}");
  }

  private String detailOf(String event) {
    return life.stream()
        .filter(e -> name(e).equals(event))
        .map(e -> read(e).get("detail").toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void one_change_may_tell_of_several_things_and_all_show_its_outcome() {
    List<JsonNode> resolved =
        life.stream()
            .map(TicketEventJsonTest::read)
            .filter(d -> d.at("/ticket/updatedAt").asText().equals(at(9).toString()))
            .filter(d -> d.at("/actor/id").asText().equals("ada"))
            .toList();

    assertThat(resolved).hasSize(3);
    assertThat(resolved.get(0).get("detail").toString())
        .isEqualTo("{\"from\":\"in_progress\",\"to\":\"resolved\"}");
    assertThat(resolved.get(1).at("/detail/target").asText()).isEqualTo("resolution");
    assertThat(resolved.get(2).get("detail").toString()).isEqualTo("{\"type\":\"solved\"}");
    assertThat(resolved)
        .allSatisfy(
            d -> {
              assertThat(d.at("/ticket/status").asText()).isEqualTo("resolved");
              assertThat(d.at("/ticket/resolutionType").asText()).isEqualTo("solved");
              assertThat(d.at("/ticket/sla/resolution/state").asText()).isEqualTo("met");
              assertThat(d.at("/ticket/sla/resolution/at").asText()).isEqualTo(at(9).toString());
              assertThat(d.at("/actor").toString())
                  .isEqualTo("{\"id\":\"ada\",\"kind\":\"support_agent\"}");
            });
  }

  @Test
  void a_new_priority_is_told_with_the_old_one() {
    JsonNode updated =
        life.stream()
            .filter(e -> name(e).equals("TicketUpdated.v1"))
            .map(TicketEventJsonTest::read)
            .findFirst()
            .orElseThrow();

    assertThat(updated.get("detail").toString())
        .isEqualTo(
            "{\"fields\":[\"customFields\",\"department\",\"priority\",\"subject\",\"tags\"],"
                + "\"priority\":{\"from\":\"medium\",\"to\":\"urgent\"}}");
  }

  @Test
  void who_follows_a_ticket_is_named_by_id_and_left_out_where_nobody_does() {
    assertThat(life).noneMatch(e -> read(e).get("ticket").has("watcherIds"));

    Ticket followed = Fixtures.aTicket().watchedBy(List.of("eve", "ada")).build();
    OutboxEvent event = json.of(followed.delete(Fixtures.ADMIN.actor(), APP, NOON)).getFirst();
    assertThat(read(event).at("/ticket/watcherIds").toString()).isEqualTo("[\"eve\",\"ada\"]");
    assertThat(contracts.problemsOfPublisher(name(event), read(event)))
        .noneMatch(problem -> problem.contains("watcherIds"));
  }

  @Test
  void the_system_acts_under_its_own_kind() {
    Actor system = new Actor("handrail", null, ActorKind.SYSTEM, "timer");
    Ticket other = Fixtures.aTicket().build();
    OutboxEvent event = json.of(other.delete(system, APP, NOON)).getFirst();

    assertThat(read(event).at("/actor/kind").asText()).isEqualTo("system");
    assertThat(event.sequence()).isEqualTo(other.eventSequence() + 1);
  }

  private void happens(Change change) {
    assertThat(change.isEmpty()).isFalse();
    life.addAll(json.of(change));
    ticket = change.after();
  }

  private Change post(Caller author, Visibility visibility, Instant at) {
    return ticket.post(
        UuidV7.next(), CANARY, TextFormat.MARKDOWN, visibility, author.actor(), APP, at);
  }

  private static Caller named(Caller c) {
    return new Caller(
        c.id(),
        c.role(),
        c.app(),
        c.apps(),
        c.department(),
        CANARY,
        c.kind(),
        c.permissions(),
        c.language(),
        CANARY,
        CANARY);
  }

  /** Paths of the fields of one tree, as deep as the other has objects, too. */
  private static Set<String> fields(String path, JsonNode of, JsonNode like) {
    Set<String> fields = new TreeSet<>();
    for (Map.Entry<String, JsonNode> field : of.properties()) {
      String inner = path + "/" + field.getKey();
      fields.add(inner);
      if (field.getValue().isObject() && like.path(field.getKey()).isObject()) {
        fields.addAll(fields(inner, field.getValue(), like.path(field.getKey())));
      }
    }
    return fields;
  }

  private static JavaType mapType() {
    return JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class);
  }

  private static String name(OutboxEvent event) {
    return event.type().replaceFirst("^handrail\\.", "");
  }

  private static JsonNode read(OutboxEvent event) {
    try {
      return JSON.readTree(event.data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant at(int minutes) {
    return NOON.plusSeconds(60L * minutes);
  }
}
