package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.endtoend.Gate.Answer;
import dev.handrail.endtoend.Gate.Caller;
import dev.handrail.local.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformExtension.class)
class IsolationTest {
  private static final String ABSENT = "01900000-0000-7000-8000-000000000000";

  private record Request(String method, String path, String body) {}

  private final Platform platform;
  private final Gate gate;
  private final Caller owner;
  private final Caller stranger;

  IsolationTest(Platform platform) {
    this.platform = platform;
    this.gate = new Gate(platform);
    this.owner = gate.customer("owner-" + UUID.randomUUID());
    this.stranger = gate.customer("stranger-" + UUID.randomUUID());
  }

  private static List<Request> everythingWith(String ref) {
    String at = "/api/v1/tickets/" + ref;
    return List.of(
        new Request("GET", at, null),
        new Request("GET", at + "/messages", null),
        new Request("GET", at + "/messages/" + ABSENT, null),
        new Request("POST", at + "/messages", "{\"text\":\"hello\"}"),
        new Request("PUT", at + "/read", null),
        new Request("PUT", at + "/status", "{\"status\":\"closed\"}"),
        new Request("POST", at + "/reopen", "{\"reason\":\"because\"}"),
        new Request("POST", at + "/rating", "{\"rating\":1}"));
  }

  @Test
  void a_strangers_ticket_answers_exactly_like_one_that_never_was() {
    String ticket = owner.openTicket("Mine alone");
    String number = owner.get("/api/v1/tickets/" + ticket).text("number");
    String before = owner.get("/api/v1/tickets/" + ticket).body();

    for (String ref : List.of(ticket, number)) {
      List<Request> theirs = everythingWith(ref);
      List<Request> absent = everythingWith(ref.equals(ticket) ? ABSENT : "BKG-987654321");
      for (int i = 0; i < theirs.size(); i++) {
        Answer hidden = ask(stranger, theirs.get(i));
        Answer never = ask(stranger, absent.get(i));
        assertThat(hidden.status()).as("%s", theirs.get(i)).isEqualTo(404);
        assertThat(withoutInstance(hidden))
            .as("%s", theirs.get(i))
            .isEqualTo(withoutInstance(never));
      }
    }
    assertThat(owner.get("/api/v1/tickets/" + ticket).body())
        .as("nothing has changed")
        .isEqualTo(before);
  }

  @Test
  void a_message_of_anothers_ticket_is_not_reached_through_ones_own() {
    String theirs = owner.openTicket("Theirs");
    String message =
        owner
            .get("/api/v1/tickets/" + theirs + "/messages")
            .json()
            .path("items")
            .path(0)
            .path("id")
            .asText();
    String own = stranger.openTicket("Own");

    assertThat(owner.get("/api/v1/tickets/" + theirs + "/messages/" + message).status())
        .isEqualTo(200);
    assertThat(stranger.get("/api/v1/tickets/" + own + "/messages/" + message).status())
        .isEqualTo(404);
  }

  @Test
  void lists_searches_and_counts_show_ones_own_only() {
    String word = "w" + UUID.randomUUID().toString().replace("-", "");
    String ticket = owner.openTicket("About " + word);

    assertThat(ids(owner.get("/api/v1/tickets?q=" + word))).containsExactly(ticket);
    assertThat(ids(stranger.get("/api/v1/tickets?q=" + word))).isEmpty();
    assertThat(ids(stranger.get("/api/v1/tickets?limit=100"))).isEmpty();
    assertThat(stranger.get("/api/v1/tickets/counts").json().path("total").asInt()).isZero();
  }

  @Test
  void the_same_subject_of_another_app_is_another_person() {
    String subject = "same-" + UUID.randomUUID();
    String ticket = gate.customer(subject).openTicket("Of bookings");
    Caller twin = gate.as(platform.token("customer", subject, "rides"));

    assertThat(twin.get("/api/v1/tickets/" + ticket).status()).isEqualTo(404);
    assertThat(ids(twin.get("/api/v1/tickets"))).isEmpty();
  }

  @Test
  void a_repeated_key_of_another_person_gives_nothing_away() {
    String key = "shared-" + UUID.randomUUID();
    String body =
        "{\"subject\":\"Secret\",\"description\":\"Of the owner\",\"category\":\"technical\"}";
    Answer first = owner.with("Idempotency-Key", key).post("/api/v1/tickets", body);
    Answer again = owner.with("Idempotency-Key", key).post("/api/v1/tickets", body);
    Answer others = stranger.with("Idempotency-Key", key).post("/api/v1/tickets", body);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(others.status()).isEqualTo(201);
    assertThat(others.text("id")).isNotEqualTo(first.text("id"));
    assertThat(others.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void what_a_role_can_never_do_is_forbidden_to_it() {
    String ticket = owner.openTicket("Roles");
    String at = "/api/v1/tickets/" + ticket;
    Caller agent = gate.agent("iso-agent");

    assertThat(owner.put(at + "/assignee", "{\"agentId\":\"me\"}").status()).isEqualTo(403);
    assertThat(owner.put(at + "/priority", "{\"priority\":\"urgent\"}").status()).isEqualTo(403);
    assertThat(owner.get(at + "/history").status()).isEqualTo(403);
    assertThat(owner.delete(at).status()).isEqualTo(403);
    assertThat(agent.delete(at).status()).isEqualTo(403);
    assertThat(agent.post(at + "/rating", "{\"rating\":5}").status()).isEqualTo(403);
    assertThat(gate.service("svc-1").get(at).status()).isEqualTo(404);
    assertThat(gate.admin().get(at).status()).isEqualTo(200);
    assertThat(gate.admin().delete(at).status()).isEqualTo(204);
    assertThat(owner.get(at).status()).isEqualTo(404);
  }

  private static Answer ask(Caller caller, Request request) {
    return caller.send(request.method(), request.path(), request.body());
  }

  private static ObjectNode withoutInstance(Answer answer) {
    ObjectNode problem = (ObjectNode) answer.json();
    problem.remove("instance");
    return problem;
  }

  private static List<String> ids(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    for (JsonNode item : answer.json().path("items")) {
      ids.add(item.path("id").asText());
    }
    return ids;
  }
}
