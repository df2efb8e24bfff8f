package dev.handrail.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.local.DemoApi.Answer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Lets an agent join, and drives one ticket through its life on the running platform, through the
 * gateway, and shows what a consumer that belongs to none of the services sees on Kafka.
 */
final class Demo {
  private static final Duration EVENT = Duration.ofSeconds(15);
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final String TOPIC = "ticket-events";

  /** A step, who takes it, and what must come of it. */
  private record Step(
      String what,
      Who who,
      String method,
      String path,
      String body,
      int status,
      String ticketStatus,
      List<String> events) {}

  private enum Who {
    CUSTOMER,
    AGENT,
    ADMIN
  }

  private final RunState platform;
  private final DevelopmentIssuer issuer;
  private final PrintStream out;
  private final FirstAdmin admin;
  private final DemoApi api;
  private final String stamp = UUID.randomUUID().toString().substring(0, 8);
  private final String customer = "demo-" + stamp;

  Demo(RunState platform, DevelopmentIssuer issuer, FirstAdmin admin, PrintStream out) {
    this.platform = platform;
    this.issuer = issuer;
    this.admin = admin;
    this.out = out;
    this.api = new DemoApi(platform.gatewayUrl());
  }

  /** Whether every step and every event was as it should be. */
  boolean run() throws IOException, InterruptedException {
    try (var watch = new EventWatch("127.0.0.1:" + platform.kafkaPort(), TOPIC)) {
      return run(watch);
    }
  }

  private boolean run(EventWatch watch) throws IOException, InterruptedException {
    List<String> problems =
        new ArrayList<>(new AgentDemo(api, admin, token(Who.CUSTOMER), stamp, out).run(watch));
    out.println();
    List<String> expected = new ArrayList<>();
    String ticket = "";
    String number = "";
    out.printf("%-38s %9s   %-18s %s%n", "Step", "Time", "Ticket is", "Events on Kafka");
    for (Step step : STEPS) {
      Answer answer = call(step, ticket);
      if (answer.status() != step.status()) {
        out.printf("%-38s %6d ms   %s%n", step.what(), answer.millis(), answer.body());
        out.println(
            "The step was answered with " + answer.status() + " instead of " + step.status() + ".");
        return false;
      }
      if (ticket.isEmpty()) {
        ticket = answer.text("id");
        number = answer.text("number");
      }
      String status = statusOf(ticket);
      int before = expected.size();
      expected.addAll(step.events());
      List<EventWatch.Seen> seen = watch.about(ticket, expected.size(), EVENT);
      out.printf(
          "%-38s %6d ms   %-18s %s%n", step.what(), answer.millis(), status, types(seen, before));
      if (!status.equals(step.ticketStatus())) {
        problems.add(
            step.what() + ": the ticket is " + status + " and not " + step.ticketStatus() + ".");
      }
    }
    problems.addAll(compare(expected, watch.aboutAfter(ticket, QUIET)));
    out.println();
    problems.addAll(showNotifications(ticket, number));
    out.println();
    problems.addAll(showMissedTargets(watch));
    out.println();
    problems.forEach(out::println);
    out.println(
        problems.isEmpty()
            ? "%s went all its way: %d steps, %d events, complete and in order."
                .formatted(number, STEPS.size(), expected.size())
            : "The demo found " + problems.size() + " problem(s).");
    return problems.isEmpty();
  }

  /** The life of a ticket of an app that knows all statuses. */
  private static final List<Step> STEPS =
      List.of(
          new Step(
              "The customer opens a ticket",
              Who.CUSTOMER,
              "POST",
              "",
              """
              {"subject": "The cleaner did not come", "description": "I waited from nine to eleven.", "category": "booking", "source": "web"}""",
              201,
              "open",
              List.of("TicketCreated", "SlaTargetsSet")),
          new Step(
              "An agent picks it",
              Who.AGENT,
              "PUT",
              "/assignee",
              "{\"agentId\": \"me\"}",
              200,
              "assigned",
              List.of("TicketAssigned", "StatusChanged")),
          new Step(
              "The agent answers",
              Who.AGENT,
              "POST",
              "/messages",
              "{\"text\": \"I am sorry. Which address was it?\"}",
              201,
              "assigned",
              List.of("MessagePosted", "SlaMet")),
          new Step(
              "It waits for the customer",
              Who.AGENT,
              "PUT",
              "/status",
              "{\"status\": \"waiting_customer\"}",
              200,
              "waiting_customer",
              List.of("StatusChanged")),
          new Step(
              "The customer answers back",
              Who.CUSTOMER,
              "POST",
              "/messages",
              "{\"text\": \"12 Hill Street, second floor.\"}",
              201,
              "in_progress",
              List.of("MessagePosted", "StatusChanged")),
          new Step(
              "The agent resolves it",
              Who.AGENT,
              "POST",
              "/resolution",
              "{\"type\": \"solved\", \"summary\": \"A new appointment tomorrow at nine.\"}",
              200,
              "resolved",
              List.of("StatusChanged", "SlaMet", "TicketResolved", "RatingRequested")),
          new Step(
              "The customer reopens it",
              Who.CUSTOMER,
              "POST",
              "/reopen",
              "{\"reason\": \"Nobody came again.\"}",
              200,
              "reopened",
              List.of("StatusChanged", "TicketReopened")),
          new Step(
              "The agent resolves it again",
              Who.AGENT,
              "POST",
              "/resolution",
              "{\"type\": \"solved\", \"summary\": \"Done by another cleaner, free of charge.\"}",
              200,
              "resolved",
              List.of("StatusChanged", "SlaMet", "TicketResolved", "RatingRequested")),
          new Step(
              "The customer rates it",
              Who.CUSTOMER,
              "POST",
              "/rating",
              "{\"rating\": 4, \"comment\": \"Good in the end.\"}",
              201,
              "resolved",
              List.of("TicketRated")),
          new Step(
              "The customer closes it",
              Who.CUSTOMER,
              "PUT",
              "/status",
              "{\"status\": \"closed\"}",
              200,
              "closed",
              List.of("StatusChanged", "TicketClosed")));

  private Answer call(Step step, String ticket) throws IOException, InterruptedException {
    String path = ticket.isEmpty() ? "/tickets" : "/tickets/" + ticket + step.path();
    return api.call(token(step.who()), step.method(), path, step.body());
  }

  /** A ticket that nobody answers, by a policy of seconds: what is said of it, when, and why. */
  private List<String> showMissedTargets(EventWatch watch)
      throws IOException, InterruptedException {
    String policy = "demo_" + customer.substring(5);
    api.call(
        token(Who.ADMIN),
        "POST",
        "/sla-policies",
        """
        {"key": "%s", "app": "bookings", "match": {"category": ["other"]},
         "targets": {"low": {"firstResponse": "PT2S", "resolution": "PT4S"}}}"""
            .formatted(policy));
    try {
      JsonNode opened = api.call(token(Who.CUSTOMER), "POST", "/tickets", UNANSWERED).json();
      String ticket = opened.path("id").asText();
      out.println(
          "Nobody answers " + opened.path("number").asText() + ", which is promised in 2 s:");
      List<EventWatch.Seen> seen = watch.about(ticket, MISSED.size(), EVENT);
      JsonNode account = get("/tickets/" + ticket + "/sla", Who.AGENT);
      for (JsonNode line : account.path("ledger")) {
        out.printf(
            "  %-24s %-12s %-15s left %s%n",
            line.path("at").asText(),
            line.path("event").asText(),
            line.path("target").asText("both"),
            line.path("remaining").asText());
      }
      account.path("explanation").forEach(words -> out.println("  " + words.asText()));
      api.call(token(Who.AGENT), "POST", "/tickets/" + ticket + "/close", "{}");
      List<String> types = seen.stream().map(EventWatch.Seen::shortType).toList();
      return types.equals(MISSED)
          ? List.of()
          : List.of("Events expected: " + MISSED + "; seen: " + types + ".");
    } finally {
      api.call(token(Who.ADMIN), "DELETE", "/sla-policies/" + policy + "?app=bookings", "");
    }
  }

  private static final String UNANSWERED =
      """
      {"subject": "Is anybody there?", "description": "Hello?", "category": "other", "priority": "low"}""";

  private static final List<String> MISSED =
      List.of(
          "TicketCreated", "SlaTargetsSet", "SlaAtRisk", "SlaBreached", "SlaAtRisk", "SlaBreached");

  private String token(Who who) {
    return issuer.token(
        switch (who) {
          case CUSTOMER -> TokenRequest.of("customer", customer).withName("Dana Demo");
          case AGENT -> TokenRequest.of("support_agent", "demo-agent").withName("Alex Agent");
          case ADMIN -> TokenRequest.of("admin", "demo-admin").withName("Ann Admin");
        });
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return get(path, Who.CUSTOMER);
  }

  private JsonNode get(String path, Who who) throws IOException, InterruptedException {
    return api.call(token(who), "GET", path, null).json();
  }

  private String statusOf(String ticket) throws IOException, InterruptedException {
    return get("/tickets/" + ticket).path("status").asText();
  }

  private static String types(List<EventWatch.Seen> seen, int from) {
    return seen.stream()
        .skip(from)
        .map(event -> event.sequence() + " " + event.shortType())
        .collect(Collectors.joining(", "));
  }

  /** What is wrong with what was seen; nothing if it is exactly the expected, numbered from 1. */
  static List<String> compare(List<String> expected, List<EventWatch.Seen> seen) {
    List<String> types = seen.stream().map(EventWatch.Seen::shortType).toList();
    List<Long> sequences = seen.stream().map(EventWatch.Seen::sequence).toList();
    List<Long> gapless = LongStream.rangeClosed(1, expected.size()).boxed().toList();
    if (!types.equals(expected)) {
      return List.of("Events expected: " + expected + "; seen: " + types + ".");
    }
    return sequences.equals(gapless)
        ? List.of()
        : List.of("The events are numbered " + sequences + " and not from 1 without gaps.");
  }

  private List<String> showNotifications(String ticket, String number)
      throws IOException, InterruptedException {
    List<JsonNode> mine = notificationsAbout(ticket);
    out.println("What the customer was told about " + number + ":");
    for (JsonNode one : mine.reversed()) {
      out.printf("  %-18s %s%n", one.path("kind").asText(), one.path("title").asText());
    }
    return mine.isEmpty() ? List.of("No notification of the customer arrived.") : List.of();
  }

  /** Waits until some are there and no more come. */
  private List<JsonNode> notificationsAbout(String ticket)
      throws IOException, InterruptedException {
    Instant until = Instant.now().plus(EVENT);
    List<JsonNode> before = List.of();
    while (Instant.now().isBefore(until)) {
      List<JsonNode> now = new ArrayList<>();
      for (JsonNode item : get("/notifications?limit=100").path("items")) {
        if (item.path("subject").path("id").asText().equals(ticket)) {
          now.add(item);
        }
      }
      if (!now.isEmpty() && now.size() == before.size()) {
        return now;
      }
      before = now;
      TimeUnit.MILLISECONDS.sleep(QUIET.toMillis());
    }
    return before;
  }
}
