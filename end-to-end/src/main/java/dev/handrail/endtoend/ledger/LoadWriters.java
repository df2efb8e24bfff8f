package dev.handrail.endtoend.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.endtoend.ledger.Outcome.Result;
import dev.handrail.endtoend.ledger.Outcome.Seen;
import dev.handrail.endtoend.ledger.TicketApi.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writers that work on tickets at a steady pace and keep a ledger of it. Each ticket belongs to one
 * writer, which knows its state and goes on only when it is certain of the step before: a request
 * without a certain answer is repeated, with the same key or the same {@code If-Match}.
 */
public final class LoadWriters implements AutoCloseable {
  /** How long an operation is repeated before it is given up: longer than any fault lasts. */
  private static final Duration STUBBORNNESS = Duration.ofMinutes(3);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final int MOST_TICKETS = 12;
  private static final int CUSTOMERS = 20;
  private static final int AGENTS = 5;
  private static final List<String> PRIORITIES = List.of("low", "medium", "high", "urgent");
  private static final List<String> RESOLUTIONS = List.of("solved", "workaround", "other");

  /**
   * What was done so far.
   *
   * @param acknowledged operations that are certain to have happened
   * @param indefinite operations given up
   * @param unknowns attempts without a certain answer
   * @param repeatedUntilKnown operations that needed more than one attempt
   * @param serverErrors answers of 500 and above that are not 502, 503 or 504
   */
  public record Progress(
      long acknowledged,
      long refused,
      long indefinite,
      long unknowns,
      long repeatedUntilKnown,
      long serverErrors) {}

  private final LedgerFile ledger;
  private final TicketApi api;
  private final String run;
  private final long pauseNanos;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong indefinite = new AtomicLong();
  private final AtomicLong unknowns = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong serverErrors = new AtomicLong();
  private final AtomicLong newestStartAcknowledged = new AtomicLong(System.nanoTime());
  private final AtomicInteger keys = new AtomicInteger();
  private volatile boolean stopping;

  private LoadWriters(LedgerFile ledger, Doors doors, String run, int writers, double perSecond) {
    this.ledger = ledger;
    this.api = new TicketApi(doors);
    this.run = run;
    this.pauseNanos = (long) (writers / perSecond * 1_000_000_000L);
  }

  /**
   * Begins to write.
   *
   * @param run begins the names of all customers, agents and keys, so that one run's rows can be
   *     told from everything else
   * @param seed decides what the writers do; how it interleaves is up to the machine
   * @param perSecond operations of all writers together, if the platform keeps up
   */
  public static LoadWriters start(
      LedgerFile ledger, Doors doors, String run, long seed, int writers, double perSecond) {
    LoadWriters load = new LoadWriters(ledger, doors, run, writers, perSecond);
    for (int i = 0; i < writers; i++) {
      Random random = new Random(seed * 31 + i);
      load.threads.add(Thread.ofVirtual().name("writer-" + i).start(() -> load.write(random)));
    }
    return load;
  }

  /** What was done so far. */
  public Progress progress() {
    return new Progress(
        acknowledged.get(),
        refused.get(),
        indefinite.get(),
        unknowns.get(),
        repeated.get(),
        serverErrors.get());
  }

  /** Whether an operation that began after this {@link System#nanoTime()} was acknowledged. */
  public boolean acknowledgedSince(long nanoTime) {
    return newestStartAcknowledged.get() - nanoTime > 0;
  }

  /** Lets each writer become certain of its last step, and ends. Safe to repeat. */
  public Progress stop() {
    stopping = true;
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    api.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return progress();
  }

  @Override
  public void close() {
    stop();
  }

  /** A ticket in the hands of its writer. */
  private static final class Held {
    final ReferenceTicket reference;
    final String id;
    int steps;

    Held(ReferenceTicket reference, String id) {
      this.reference = reference;
      this.id = id;
    }
  }

  private void write(Random random) {
    List<Held> held = new ArrayList<>();
    LockSupport.parkNanos(random.nextLong(pauseNanos));
    while (!stopping) {
      long began = System.nanoTime();
      if (held.isEmpty() || (held.size() < MOST_TICKETS && random.nextInt(4) == 0)) {
        open(random, held);
      } else {
        goOn(random, held);
      }
      LockSupport.parkNanos(pauseNanos - (System.nanoTime() - began));
    }
  }

  private void open(Random random, List<Held> held) {
    String customer = run + "-customer-" + random.nextInt(CUSTOMERS);
    Operation operation = Operation.create(newKey(), customer, pick(random, PRIORITIES));
    Outcome outcome = carryOut(operation, null);
    if (outcome.result() == Result.DONE && outcome.ticketId() != null) {
      held.add(new Held(new ReferenceTicket(operation), outcome.ticketId()));
    }
  }

  private void goOn(Random random, List<Held> held) {
    Held ticket = held.get(random.nextInt(held.size()));
    Step step = pick(random, List.copyOf(ticket.reference.permitted()));
    Operation opening = ticket.reference.opening();
    String actor =
        step.isCustomers() ? opening.customer() : run + "-agent-" + random.nextInt(AGENTS);
    String value =
        switch (step) {
          case PRIORITISE ->
              pick(
                  random,
                  PRIORITIES.stream().filter(p -> !p.equals(ticket.reference.priority())).toList());
          case RESOLVE -> pick(random, RESOLUTIONS);
          case RATE -> String.valueOf(1 + random.nextInt(5));
          default -> "";
        };
    Operation operation =
        new Operation(newKey(), opening.key(), step, opening.customer(), actor, value);
    Outcome outcome = carryOut(operation, ticket);
    if (outcome.result() == Result.DONE) {
      ticket.reference.apply(operation);
      ticket.steps++;
    }
    if (outcome.result() != Result.DONE || ticket.steps >= 10 + random.nextInt(10)) {
      held.remove(ticket);
    }
  }

  private String newKey() {
    return run + "-" + keys.incrementAndGet();
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private Outcome carryOut(Operation operation, @Nullable Held ticket) {
    long version = 0;
    if (ticket != null && !operation.step().isKeyed()) {
      version = versionOf(operation, ticket);
    }
    ledger.intend(operation);
    long began = System.nanoTime();
    Outcome outcome = untilCertain(operation, ticket, version);
    ledger.settle(outcome);
    if (outcome.attempts() > 1) {
      repeated.incrementAndGet();
    }
    switch (outcome.result()) {
      case DONE -> {
        acknowledged.incrementAndGet();
        newestStartAcknowledged.accumulateAndGet(began, Math::max);
      }
      case REFUSED -> refused.incrementAndGet();
      case INDEFINITE -> indefinite.incrementAndGet();
    }
    return outcome;
  }

  /** The version to change; 0 if nobody says, which then is refused. */
  private long versionOf(Operation operation, Held ticket) {
    long giveUp = System.nanoTime() + STUBBORNNESS.toNanos();
    for (int attempt = 0; System.nanoTime() - giveUp < 0; attempt++) {
      Answer answer = api.read(operation, ticket.id, attempt);
      if (!answer.isUncertain()) {
        return answer.body() == null ? 0 : answer.body().path("version").asLong();
      }
      count(answer);
      pause(attempt);
    }
    return 0;
  }

  private Outcome untilCertain(Operation operation, @Nullable Held ticket, long version) {
    String ticketId = ticket == null ? null : ticket.id;
    long giveUp = System.nanoTime() + STUBBORNNESS.toNanos();
    int attempt = 0;
    int uncertain = 0;
    while (true) {
      Answer answer = api.attempt(operation, ticketId, version, attempt);
      attempt++;
      if (answer.succeeded()) {
        return done(operation, ticketId, attempt, uncertain, answer);
      }
      if (!answer.isUncertain()) {
        return uncertain > 0 && ticket != null && !operation.step().isKeyed()
            ? byReading(operation, ticket, attempt, uncertain, answer)
            : refusal(operation, attempt, uncertain, answer);
      }
      count(answer);
      uncertain++;
      unknowns.incrementAndGet();
      if (System.nanoTime() - giveUp > 0) {
        return Outcome.indefinite(operation, attempt);
      }
      pause(attempt);
    }
  }

  /**
   * The version has moved on since the first attempt. Nobody else changes this ticket, so that
   * attempt has done it: if the ticket shows it.
   */
  private Outcome byReading(
      Operation operation, Held ticket, int attempts, int uncertain, Answer refusal) {
    ReferenceTicket after = ticket.reference.copy();
    after.apply(operation);
    long giveUp = System.nanoTime() + STUBBORNNESS.toNanos();
    for (int attempt = 0; System.nanoTime() - giveUp < 0; attempt++) {
      Answer answer = api.read(operation, ticket.id, attempt);
      if (answer.succeeded() && answer.body() != null) {
        JsonNode now = answer.body();
        boolean shown =
            now.path("status").asText().equals(after.status())
                && now.path("priority").asText().equals(after.priority())
                && now.path("assignee").path("id").asText("").equals(orEmpty(after.assignee()));
        return shown
            ? done(operation, ticket.id, attempts, uncertain, answer)
            : refusal(operation, attempts, uncertain, refusal);
      }
      count(answer);
      pause(attempt);
    }
    return Outcome.indefinite(operation, attempts);
  }

  private static Outcome done(
      Operation operation, @Nullable String ticketId, int attempts, int uncertain, Answer answer) {
    JsonNode body = answer.body();
    String messageId = null;
    Seen seen = null;
    if (body != null && operation.step().addsMessage()) {
      messageId = body.path("id").asText();
    } else if (body != null && body.has("number")) {
      seen =
          new Seen(
              body.path("number").asText(),
              body.path("status").asText(),
              body.path("version").asLong());
    }
    String id = ticketId == null && body != null ? body.path("id").asText() : ticketId;
    return new Outcome(
        operation.key(), Result.DONE, attempts, uncertain, answer.status(), id, messageId, seen);
  }

  private static Outcome refusal(Operation operation, int attempts, int uncertain, Answer answer) {
    return new Outcome(
        operation.key(), Result.REFUSED, attempts, uncertain, answer.status(), null, null, null);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void count(Answer answer) {
    if (answer.status() >= 500 && !Set.of(502, 503, 504).contains(answer.status())) {
      serverErrors.incrementAndGet();
    }
  }

  private static void pause(int attempt) {
    LockSupport.parkNanos(
        Math.min(
            LONGEST_PAUSE.toNanos(), Duration.ofMillis(50L << Math.min(attempt, 4)).toNanos()));
  }
}
