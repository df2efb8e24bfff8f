package dev.handrail.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.local.DemoApi.Answer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets an agent join: it registers, is let in by the first admin, signs in, is available, and the
 * next ticket of its department is its own without anyone's hand.
 */
final class AgentDemo {
  private static final Duration ROUTED = Duration.ofSeconds(20);

  private static final String TICKET =
      """
      {"subject": "The app does not open", "description": "It closes at once.", "category": "technical", "source": "mobile"}""";

  /** What comes of a ticket that is routed as soon as it is there. */
  private static final List<String> EVENTS =
      List.of("TicketCreated", "SlaTargetsSet", "TicketAssigned", "StatusChanged");

  private final DemoApi api;
  private final FirstAdmin admin;
  private final String customerToken;
  private final String stamp;
  private final PrintStream out;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param customerToken of somebody who opens the ticket
   * @param stamp tells this run's agent from those of other runs
   */
  AgentDemo(DemoApi api, FirstAdmin admin, String customerToken, String stamp, PrintStream out) {
    this.api = api;
    this.admin = admin;
    this.customerToken = customerToken;
    this.stamp = stamp;
    this.out = out;
  }

  /** What was not as it should be. */
  List<String> run(EventWatch watch) throws IOException, InterruptedException {
    String email = "robin-" + stamp + "@example.com";
    String credentials =
        "{\"email\": \"%s\", \"password\": \"a long way %s\"}".formatted(email, stamp);
    String account =
        """
        {"firstName": "Robin", "lastName": "Fields", "email": "%s", "password": "a long way %s",
         "department": "technical", "specializations": ["technical"], "languages": ["en"]}"""
            .formatted(email, stamp);
    out.printf("%-38s %9s   %s%n", "An agent joins", "Time", "Answer");

    step("Robin registers", 202, api.call(null, "POST", "/agents", account), null);
    Answer early = api.call(null, "POST", "/sessions", credentials);
    step("Robin cannot sign in yet", 403, early, early.text("title"));
    String adminToken = signIn("The first admin signs in", adminCredentials());
    String id = pending(adminToken, email);
    step(
        "The first admin approves Robin",
        200,
        api.call(adminToken, "POST", "/agents/" + id + "/approval", "{\"apps\": [\"bookings\"]}"),
        "approved");
    String token = signIn("Robin signs in", credentials);
    Answer available =
        api.call(token, "PUT", "/agents/me/availability", "{\"status\": \"available\"}");
    step("Robin is available", available.status() == 204 ? 204 : 200, available, "available");
    if (problems.isEmpty()) {
      routed(watch, token, id);
      api.call(token, "PUT", "/agents/me/availability", "{\"status\": \"offline\"}");
    }
    return problems;
  }

  private void routed(EventWatch watch, String token, String id)
      throws IOException, InterruptedException {
    Answer opened = api.call(customerToken, "POST", "/tickets", TICKET);
    step("A customer opens a ticket", 201, opened, opened.text("number"));
    String ticket = opened.text("id");
    watch.about(ticket, EVENTS.size(), ROUTED);
    JsonNode now = api.call(token, "GET", "/tickets/" + ticket, null).json();
    JsonNode why = assignment(token, ticket);
    if (!now.path("assignee").path("id").asText().equals(id) || why.isMissingNode()) {
      problems.add(
          opened.text("number")
              + " was not assigned to Robin within "
              + ROUTED.toSeconds()
              + " s.");
      return;
    }
    long millis =
        Duration.between(
                Instant.parse(now.path("createdAt").asText()),
                Instant.parse(why.path("at").asText()))
            .toMillis();
    out.printf(
        "%-38s %6d ms   assigned to %s%n",
        "Nobody lifts a hand", millis, now.path("assignee").path("name").asText());
    out.printf("  because: %s%n", why.path("reason").asText());
    Answer resolved =
        api.call(
            token,
            "POST",
            "/tickets/" + ticket + "/close",
            "{\"type\": \"solved\", \"summary\": \"A new version is on its way.\"}");
    step("Robin solves it", 200, resolved, resolved.text("status"));
  }

  /** The entry of the history that says why. */
  private JsonNode assignment(String token, String ticket)
      throws IOException, InterruptedException {
    JsonNode history = api.call(token, "GET", "/tickets/" + ticket + "/history", null).json();
    JsonNode items = history.isArray() ? history : history.path("items");
    for (JsonNode entry : items) {
      if (entry.path("action").asText().equals("ticket_assigned")) {
        return entry;
      }
    }
    return history.path("there is none");
  }

  private String pending(String adminToken, String email) throws IOException, InterruptedException {
    Answer answer = api.call(adminToken, "GET", "/agents?status=pending&limit=100", null);
    for (JsonNode agent : answer.json().path("items")) {
      if (agent.path("email").asText().equals(email)) {
        return agent.path("id").asText();
      }
    }
    problems.add("The registration does not wait for approval: " + answer.body());
    return "";
  }

  private String signIn(String what, String credentials) throws IOException, InterruptedException {
    Answer session = api.call(null, "POST", "/sessions", credentials);
    step(what, 201, session, "a token for " + session.text("expiresIn") + " s");
    return session.text("accessToken");
  }

  private String adminCredentials() {
    return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(admin.email(), admin.password());
  }

  private void step(String what, int expected, Answer answer, @Nullable String shown) {
    boolean right = answer.status() == expected;
    out.printf(
        "%-38s %6d ms   %d %s%n",
        what,
        answer.millis(),
        answer.status(),
        right && shown != null ? shown : right ? "" : answer.body());
    if (!right) {
      problems.add(
          "%s: answered with %d instead of %d.".formatted(what, answer.status(), expected));
    }
  }
}
