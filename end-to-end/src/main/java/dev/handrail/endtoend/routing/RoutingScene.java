package dev.handrail.endtoend.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.endtoend.ledger.Doors;
import dev.handrail.endtoend.routing.RoutingApi.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Departments and agents of its own, tickets at a fixed rate, and somebody who solves what was
 * assigned after a while, all over HTTP; what is assigned is seen on Kafka alone.
 */
public final class RoutingScene implements AutoCloseable {
  private static final List<String> STRATEGIES =
      List.of("skill_based", "least_loaded", "round_robin");
  private static final List<String> CATEGORIES =
      List.of("booking", "payment", "technical", "complaint");
  private static final List<String> LANGUAGES = List.of("en", "de");
  private static final List<String> PRIORITIES = List.of("low", "medium", "high", "urgent");

  /** So many accounts are made at a time: their passwords are hashed on purpose slowly. */
  private static final int ACCOUNTS_AT_ONCE = 4;

  /**
   * How much of it.
   *
   * @param tickets at least so many; more while what runs beside the load is not over
   * @param perSecond tickets that are opened, whether or not earlier ones were answered
   * @param atOnce but no more requests than these are without an answer, as with a client that has
   *     so many connections
   * @param hold how long an agent has a ticket on average
   * @param mostCapacity capacities are from 1 to this
   */
  public record Size(
      int agents, int tickets, int perSecond, int atOnce, Duration hold, int mostCapacity) {}

  /**
   * What the clock of a reader of Kafka says: from seeing a ticket to seeing it assigned, in
   * milliseconds, sorted.
   */
  public record Seen(List<Double> delays, int opened, int solved) {}

  private final Doors doors;
  private final RoutingApi api;
  private final RoutingLog log;
  private final Size size;
  private final String stamp;
  private final Random random;
  private final Consumer<String> say;
  private final List<String> departments;
  private final Semaphore places;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Long> seenAt = new ConcurrentHashMap<>();
  private final Map<String, Double> delays = new ConcurrentHashMap<>();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final Set<String> solved = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
  private volatile boolean done;
  private volatile long lastAssignment = System.nanoTime();
  private String adminToken = "";
  private long adminTokenGoodUntil = System.nanoTime();

  /**
   * @param stamp lower-case letters and digits that tell this run from others
   * @param say takes lines for whoever waits
   */
  public RoutingScene(
      Doors doors, String kafka, String stamp, long seed, Size size, Consumer<String> say) {
    this.doors = doors;
    this.api = new RoutingApi(doors);
    this.size = size;
    this.places = new Semaphore(size.atOnce());
    this.stamp = stamp;
    this.random = new Random(seed);
    this.say = say;
    this.departments = STRATEGIES.stream().map(strategy -> "r" + stamp + "_" + strategy).toList();
    this.log = new RoutingLog(kafka, Set.copyOf(departments));
  }

  /**
   * Makes the departments, and the agents from registration to available.
   *
   * @param adminCredentials address and password of an admin, as the body of a sign-in
   * @return the ids of the agents
   */
  public List<String> prepare(String adminCredentials) throws InterruptedException {
    for (int i = 0; i < STRATEGIES.size(); i++) {
      String key = departments.get(i);
      api.askGateway(
              admin(adminCredentials),
              "POST",
              "/api/v1/departments",
              "{\"key\": \"%s\", \"name\": \"Routing %s\"}".formatted(key, key))
          .expect(201);
      api.askGateway(
              admin(adminCredentials),
              "PUT",
              "/api/v1/departments/" + key + "/routing",
              "{\"strategy\": \"%s\", \"giveBackAfter\": null}".formatted(STRATEGIES.get(i)))
          .expect(200);
    }
    useDepartments();
    say.accept("registers " + size.agents() + " agents");
    everyone(i -> api.askGateway(null, "POST", "/api/v1/agents", account(i)).expect(202));
    Map<String, String> ids = pending(admin(adminCredentials));
    say.accept("approves them and signs them in");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < size.agents(); i++) {
      String id = ids.get(mail(i));
      if (id == null) {
        throw new IllegalStateException(mail(i) + " does not wait for approval.");
      }
      found.add(id);
    }
    int[] capacities = random.ints(size.agents(), 1, size.mostCapacity() + 1).toArray();
    everyone(
        i -> {
          String at = "/api/v1/agents/" + found.get(i);
          api.askGateway(
                  admin(adminCredentials),
                  "PUT",
                  at + "/capacity",
                  "{\"max\": %d}".formatted(capacities[i]))
              .expect(200);
          api.askGateway(
                  admin(adminCredentials), "POST", at + "/approval", "{\"apps\": [\"bookings\"]}")
              .expect(200);
          Answer session =
              api.askGateway(
                      null,
                      "POST",
                      "/api/v1/sessions",
                      "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(mail(i), password(i)))
                  .expect(201);
          return api.askGateway(
                  session.body().path("accessToken").asText(),
                  "PUT",
                  "/api/v1/agents/me/availability",
                  "{\"status\": \"available\"}")
              .expect(200, 204);
        });
    return found;
  }

  /** An app has tickets only for the departments that its settings name. */
  private void useDepartments() throws InterruptedException {
    String admin = token("admin", "routing-admin");
    Set<String> all = new LinkedHashSet<>();
    api.askGateway(admin, "GET", "/api/v1/apps/bookings", null)
        .expect(200)
        .body()
        .path("departments")
        .forEach(one -> all.add(one.asText()));
    all.addAll(departments);
    api.askGateway(
            admin,
            "PATCH",
            "/api/v1/apps/bookings",
            "{\"departments\": " + list(List.copyOf(all)) + "}")
        .expect(200);
  }

  /** The departments' keys. */
  public List<String> departments() {
    return departments;
  }

  /** Whether a ticket was seen to be assigned that was after this {@link System#nanoTime()}. */
  public boolean assignedSince(long nanoTime) {
    return lastAssignment - nanoTime > 0;
  }

  /**
   * Opens tickets at their rate and has each solved a while after it was assigned.
   *
   * @param meanwhile is run beside it; until it is over there is load
   * @param drain how long the last ones may take
   */
  public Seen run(Runnable meanwhile, Duration drain) throws InterruptedException {
    Thread watch = Thread.ofPlatform().name("routing-watch").start(this::watch);
    Future<?> beside = threads.submit(meanwhile);
    long start = System.nanoTime();
    for (int i = 0; trouble.get() == null && (i < size.tickets() || !beside.isDone()); i++) {
      TimeUnit.NANOSECONDS.sleep(start + i * 1_000_000_000L / size.perSecond() - System.nanoTime());
      String body = ticket(i);
      String token = token("customer", "routing-" + stamp + "-" + i % 100);
      places.acquire();
      inBackground(
          () -> {
            try {
              api.ask(token, "POST", "/api/v1/tickets", body).expect(201);
              opened.incrementAndGet();
            } finally {
              places.release();
            }
            return null;
          });
    }
    try {
      beside.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("What ran beside the load failed.", e.getCause());
    }
    long until = System.nanoTime() + drain.toNanos();
    while (trouble.get() == null
        && (places.availablePermits() < size.atOnce() || solved.size() < opened.get())
        && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    done = true;
    watch.join();
    Throwable first = trouble.get();
    if (first != null) {
      throw new IllegalStateException("A request or the watch on Kafka failed.", first);
    }
    return new Seen(delays.values().stream().sorted().toList(), opened.get(), solved.size());
  }

  /** Everything that was published of these departments and their agents and tickets. */
  public RoutingEvidence evidence(List<Span> outages, Span looked) {
    return log.all(outages, looked);
  }

  private void watch() {
    try {
      while (!done) {
        log.poll(Duration.ofMillis(10), this::see);
      }
    } catch (RuntimeException e) {
      trouble.compareAndSet(null, e);
    }
  }

  private void see(TicketFact fact) {
    long now = System.nanoTime();
    if (fact.type().equals("TicketCreated")) {
      seenAt.putIfAbsent(fact.ticket(), now);
    } else if (fact.isAssignment()) {
      lastAssignment = now;
      Long since = seenAt.get(fact.ticket());
      if (since != null && delays.putIfAbsent(fact.ticket(), (now - since) / 1e6) == null) {
        long hold = size.hold().toMillis() / 2 + random.nextLong(size.hold().toMillis() + 1);
        inBackground(
            () -> {
              TimeUnit.MILLISECONDS.sleep(hold);
              places.acquire();
              try {
                api.ask(
                        token("admin", "routing-solver"),
                        "POST",
                        "/api/v1/tickets/" + fact.ticket() + "/close",
                        "{\"type\": \"solved\", \"summary\": \"Done.\"}")
                    .expect(200, 409);
                solved.add(fact.ticket());
              } finally {
                places.release();
              }
              return null;
            });
      }
    }
  }

  private void inBackground(Callable<@Nullable Void> task) {
    threads.execute(
        () -> {
          try {
            task.call();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            trouble.compareAndSet(null, e);
          }
        });
  }

  private interface ForOne {
    Answer go(int number) throws InterruptedException;
  }

  private void everyone(ForOne task) throws InterruptedException {
    try (var few = Executors.newFixedThreadPool(ACCOUNTS_AT_ONCE)) {
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < size.agents(); i++) {
        int number = i;
        calls.add(() -> task.go(number));
      }
      for (Future<Answer> call : few.invokeAll(calls)) {
        call.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The agents could not be made ready.", e.getCause());
    }
  }

  /** Access tokens are short; whoever makes agents for minutes needs a new one now and then. */
  private synchronized String admin(String credentials) throws InterruptedException {
    if (adminToken.isEmpty() || System.nanoTime() - adminTokenGoodUntil > 0) {
      adminToken =
          api.askGateway(null, "POST", "/api/v1/sessions", credentials)
              .expect(201)
              .body()
              .path("accessToken")
              .asText();
      adminTokenGoodUntil = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    }
    return adminToken;
  }

  /** Signing one costs more than the request that it is for. */
  private String token(String role, String subject) {
    return tokens.computeIfAbsent(role + " " + subject, _ -> doors.token(role, subject));
  }

  private Map<String, String> pending(String token) throws InterruptedException {
    Map<String, String> ids = new ConcurrentHashMap<>();
    String cursor = "";
    do {
      JsonNode page =
          api.askGateway(token, "GET", "/api/v1/agents?status=pending&limit=100" + cursor, null)
              .expect(200)
              .body();
      for (JsonNode agent : page.path("items")) {
        ids.put(agent.path("email").asText(), agent.path("id").asText());
      }
      cursor =
          page.path("nextCursor").isTextual() ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return ids;
  }

  /** Every third of a department takes everything in every language; the others are particular. */
  private String account(int i) {
    int ofDepartment = i / departments.size();
    boolean takesAll = ofDepartment % 3 == 0;
    List<String> skills =
        takesAll
            ? List.of()
            : List.of(
                CATEGORIES.get(ofDepartment % CATEGORIES.size()),
                CATEGORIES.get((ofDepartment + 1) % CATEGORIES.size()));
    List<String> languages =
        takesAll ? List.of() : ofDepartment % 2 == 0 ? LANGUAGES : List.of(LANGUAGES.getFirst());
    return """
        {"firstName": "Agent", "lastName": "Number %d", "email": "%s", "password": "%s",
         "department": "%s", "specializations": %s, "languages": %s}"""
        .formatted(
            i,
            mail(i),
            password(i),
            departments.get(i % departments.size()),
            list(skills),
            list(languages));
  }

  private String ticket(int i) {
    return """
        {"subject": "Ticket %d", "description": "Of the routing run.", "source": "web",
         "category": "%s", "department": "%s", "language": "%s", "priority": "%s"}"""
        .formatted(
            i,
            CATEGORIES.get(random.nextInt(CATEGORIES.size())),
            departments.get(random.nextInt(departments.size())),
            LANGUAGES.get(random.nextInt(LANGUAGES.size())),
            PRIORITIES.get(random.nextInt(PRIORITIES.size())));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(t -> "\"" + t + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  private String mail(int i) {
    return "agent-" + i + "-" + stamp + "@example.com";
  }

  private String password(int i) {
    return "routing " + stamp + " number " + i;
  }

  @Override
  public void close() {
    done = true;
    threads.shutdownNow();
    api.close();
    log.close();
  }
}
