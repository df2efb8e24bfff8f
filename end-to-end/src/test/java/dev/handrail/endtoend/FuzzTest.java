package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.endtoend.Gate.Answer;
import dev.handrail.endtoend.Gate.Caller;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.local.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks every operation of the merged description for nonsense, as everyone, and expects sane
 * answers. {@code -Dfuzz.seed=…} repeats a run, {@code -Dfuzz.seconds=…} makes it longer.
 *
 * <p>Last of all: its many failed sign-ins keep this address from signing in for a while.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(PlatformExtension.class)
class FuzzTest {
  private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

  /** Rules of the catalogues that other tests rely on are left alone: this app is nobody's. */
  private static final String SPARE_APP = "marketplace";

  private static final Duration SOON = Duration.ofSeconds(20);

  private record Operation(String method, String path, JsonNode description) {
    @Override
    public String toString() {
      return method + " " + path;
    }

    private boolean takesToken() {
      return description.has("security");
    }
  }

  private final Gate gate;
  private final JsonNode document;
  private final ApiShapes shapes;
  private final long seed = Long.getLong("fuzz.seed", System.currentTimeMillis());
  private final Duration time = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 90));
  private final Random random = new Random(seed);
  private final HostileInput hostile = new HostileInput(random);
  private final Map<String, Caller> callers = new LinkedHashMap<>();
  private final List<String> refs = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  FuzzTest(Platform platform) {
    this.gate = new Gate(platform);
    this.document = gate.nobody().get("/openapi").json();
    this.shapes = new ApiShapes(document);
    callers.put("nobody", gate.nobody());
    callers.put("customer", gate.customer("fuzz-customer"));
    callers.put("agent", gate.agent("fuzz-agent"));
    callers.put("admin", gate.as(platform.token("admin", "fuzz-admin", SPARE_APP)));
    callers.put("service", gate.service("fuzz-service"));
  }

  @Test
  void nonsense_gets_a_sane_answer_everywhere() {
    System.out.println("fuzz seed " + seed);
    List<Operation> operations = operations();
    Map<String, Integer> succeeded = new TreeMap<>();
    long until = System.nanoTime() + time.toNanos();
    int rounds = 0;
    while (System.nanoTime() - until < 0 || rounds < 2) {
      refreshTickets();
      for (Operation operation : operations) {
        callers.forEach(
            (who, caller) -> {
              Answer answer = ask(operation, who, caller);
              if (answer.status() < 300) {
                succeeded.merge(operation.toString(), 1, Integer::sum);
              }
            });
      }
      rounds++;
    }
    System.out.println(rounds + " rounds of " + operations.size() + " operations: " + statuses);

    assertThat(faults).isEmpty();
    assertThat(succeeded.keySet())
        .as("operations that got past the door")
        .contains(
            "get /api/v1/tickets", "post /api/v1/tickets", "post /api/v1/tickets/{ref}/messages");
  }

  private List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                METHODS.forEach(
                    method -> {
                      if (path.getValue().has(method)) {
                        operations.add(
                            new Operation(method, path.getKey(), path.getValue().path(method)));
                      }
                    }));
    return operations;
  }

  private void refreshTickets() {
    refs.clear();
    // On a quick machine this test asks more often than the gateway lets one address.
    refs.add(
        Eventually.value(
                SOON,
                "a ticket could be opened",
                () -> callers.get("customer").askForTicket("To be fuzzed"),
                answer -> answer.status() == 201)
            .text("id"));
    refs.add("BKG-000001");
  }

  private Answer ask(Operation operation, String who, Caller caller) {
    List<JsonNode> parameters = new ArrayList<>();
    document.path("paths").path(operation.path()).path("parameters").forEach(parameters::add);
    operation.description().path("parameters").forEach(parameters::add);
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    Caller asking = caller;
    for (JsonNode reference : parameters) {
      JsonNode parameter = shapes.resolve(reference);
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "path" -> path = path.replace("{" + name + "}", pathValue(name));
        case "query" -> {
          if (random.nextInt(4) == 0) {
            String value =
                random.nextBoolean()
                    ? hostile.encoded()
                    : shapes.example(parameter.path("schema"), name, random).asText();
            query.append(query.isEmpty() ? "?" : "&").append(name).append('=').append(value);
          }
        }
        case "header" -> {
          if (random.nextInt(4) == 0) {
            asking = asking.with(name, hostile.header());
          }
        }
        case "cookie" -> {
          if (random.nextInt(4) == 0) {
            asking = asking.with("Cookie", name + "=" + hostile.header());
          }
        }
        default -> throw new AssertionError("Parameter in " + parameter.path("in"));
      }
    }
    if (random.nextInt(20) == 0) {
      query.append(query.isEmpty() ? "?" : "&").append("unknown=1");
    }
    if (random.nextInt(20) == 0) {
      asking = asking.with("Accept", hostile.header());
    }
    String body = null;
    JsonNode content = shapes.resolve(operation.description().path("requestBody")).path("content");
    if (!content.isEmpty()) {
      String type = content.fieldNames().next();
      JsonNode good = shapes.example(content.path(type).path("schema"), "", random);
      body =
          switch (random.nextInt(4)) {
            case 0 -> good.toString();
            case 1 -> hostile.body();
            default -> hostile.spoil(good);
          };
      asking = asking.with("Content-Type", random.nextInt(20) == 0 ? hostile.header() : type);
    }
    Answer answer =
        asking.send(operation.method().toUpperCase(java.util.Locale.ROOT), path + query, body);
    statuses.merge(answer.status(), 1, Integer::sum);
    judge(operation, who, path + query, body, answer);
    return answer;
  }

  private String pathValue(String name) {
    if (random.nextInt(3) == 0) {
      String value = hostile.encoded();
      return value.isEmpty() ? "%20" : value;
    }
    return switch (name) {
      case "ref" -> refs.get(random.nextInt(refs.size()));
      case "app", "key" -> SPARE_APP;
      default -> "01900000-0000-7000-8000-000000000000";
    };
  }

  private void judge(Operation operation, String who, String target, String body, Answer answer) {
    String what = null;
    int status = answer.status();
    if (status == 503 || status == 429) {
      if (answer.header("Retry-After").isEmpty()) {
        what = "no Retry-After";
      }
    } else if (status >= 500) {
      what = "an error of the inside";
    }
    if (what == null && status >= 400) {
      what = problemFault(answer);
    } else if (what == null && status < 300) {
      what = answerFault(operation, answer);
    }
    if (what == null && who.equals("nobody") && status < 400 && operation.takesToken()) {
      what = "let in without a token";
    }
    if (what != null && faults.size() < 50) {
      faults.add(
          "%s by %s: %s. %s %s -> %d %s"
              .formatted(
                  operation, who, what, target, shortened(body), status, shortened(answer.body())));
    }
  }

  private static String problemFault(Answer answer) {
    if (!answer.header("Content-Type").startsWith("application/problem+json")) {
      return "not a problem but " + answer.header("Content-Type");
    }
    JsonNode problem = answer.json();
    if (!problem.path("type").asText().startsWith("/problems/")
        || problem.path("title").asText().isEmpty()
        || problem.path("status").asInt() != answer.status()) {
      return "not a whole problem";
    }
    String body = answer.body();
    for (String inside :
        List.of("Exception", "java.", "dev.handrail", "org.postgresql", "SELECT ")) {
      if (body.contains(inside)) {
        return "tells of the inside: " + inside;
      }
    }
    for (JsonNode error : problem.path("errors")) {
      if (error.path("field").asText().isEmpty() || error.path("message").asText().isEmpty()) {
        return "an error without field or message";
      }
    }
    return null;
  }

  private String answerFault(Operation operation, Answer answer) {
    JsonNode described =
        shapes.resolve(
            operation.description().path("responses").path(String.valueOf(answer.status())));
    if (described.isMissingNode()) {
      return "an answer that is not described";
    }
    JsonNode schema = described.path("content").path("application/json").path("schema");
    if (schema.isMissingNode() || answer.body().isEmpty()) {
      return null;
    }
    List<String> misfits = shapes.misfits(schema, answer.json());
    return misfits.isEmpty() ? null : "not as described: " + misfits;
  }

  private static String shortened(String text) {
    return text == null ? "" : text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}
