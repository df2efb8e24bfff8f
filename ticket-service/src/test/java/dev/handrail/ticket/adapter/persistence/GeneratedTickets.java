package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.UuidV7;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.FollowUp;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.HistoryEntry.FieldChange;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.MessageThread;
import dev.handrail.ticket.domain.MessageThread.LastMessage;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Rating;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketEvent;
import dev.handrail.ticket.domain.Visibility;
import dev.handrail.ticket.domain.sla.Alarm;
import dev.handrail.ticket.domain.sla.Deadline;
import dev.handrail.ticket.domain.sla.Runs;
import dev.handrail.ticket.domain.sla.Sla;
import dev.handrail.ticket.domain.sla.TargetKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tickets of every shape, the same for the same seed. They are put in the store as they are,
 * without the way by which a ticket would have come there, so that rare states are as frequent as
 * others.
 */
final class GeneratedTickets {
  /** Long before any test runs, so that ends of clocks lie on both sides of any moment chosen. */
  static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final List<String> apps;
  final List<String> customers = List.of("cora", "carl", "chen");
  final List<String> agents = List.of("ada", "bob");
  final List<String> departments = List.of("general", "billing");
  final List<String> services = List.of("rides-backend", "shop");

  private final Random random;

  GeneratedTickets(long seed, List<String> apps) {
    this.random = new Random(seed);
    this.apps = apps;
  }

  /** Puts the ticket in a store as newly opened in this state. */
  static Change opening(Ticket ticket) {
    Message message =
        new Message(
            UuidV7.next(),
            1,
            new Message.Author(
                ticket.customer().id(), ticket.customer().name(), ActorKind.CUSTOMER),
            ticket.description(),
            TextFormat.TEXT,
            Visibility.PUBLIC,
            ticket.createdAt());
    Actor actor = new Actor(ticket.openedBy().id(), null, ticket.openedBy().kind(), "test");
    return new Change(
        null,
        ticket,
        List.of(new TicketEvent.Created(message)),
        actor,
        ticket.createdAt(),
        new HistoryEntry(
            ticket.createdAt(),
            actor,
            "ticket_created",
            List.of(new FieldChange("status", null, ticket.status().wire())),
            null));
  }

  Ticket next() {
    Status status = any(List.of(Status.values()));
    boolean active = status.isActive();
    Instant created = moment();
    Instant updated = created.plusSeconds(random.nextInt(100_000));
    Instant publicUpdated = random.nextBoolean() ? updated : created;
    boolean byService = random.nextInt(4) == 0;
    String customer = any(customers);
    LastMessage last = new LastMessage("It drips.", created, name(customer), ActorKind.CUSTOMER);
    return new Ticket(
        UuidV7.next(),
        "GEN-%06d".formatted(NUMBERS.incrementAndGet()),
        any(apps),
        new Customer(
            customer, name(customer), any(List.of(CustomerKind.values())), orNull("a.png")),
        byService
            ? new Ticket.Opener(any(services), ActorKind.SERVICE)
            : new Ticket.Opener(customer, ActorKind.CUSTOMER),
        any(List.of(Source.values())),
        new Content(
            "Tap " + random.nextInt(1_000),
            any(List.of("general", "payment")),
            any(departments),
            "en",
            any(List.of(Priority.values())),
            random.nextBoolean() ? List.of() : List.of("water", "two words"),
            random.nextBoolean()
                ? Map.of()
                : Map.of("room", "b\"1", "flat", new BigDecimal("12.50"), "own", true)),
        "It drips.\nSince " + random.nextInt(1_000),
        random.nextInt(3) > 0
            ? List.of()
            : List.of(new Link("ride", "R:7"), new Link("booking", "B-" + random.nextInt(10))),
        List.of(),
        status,
        random.nextBoolean() ? null : assignee(any(agents)),
        random.nextInt(3),
        FollowUp.NONE,
        active ? null : new Resolution(any(List.of(ResolutionType.values())), "done", orNull("n")),
        active || random.nextBoolean() ? null : new Rating(1 + random.nextInt(5), null, updated),
        new Sla(
            Fixtures.terms(any(List.of(Priority.values()))),
            deadline(TargetKind.FIRST_RESPONSE, created, active),
            deadline(TargetKind.RESOLUTION, created, active)),
        new MessageThread(1, random.nextInt(3), 1, 0, random.nextInt(2), last, last),
        created,
        updated,
        publicUpdated,
        active ? null : updated,
        status == Status.CLOSED ? updated : null,
        1 + random.nextInt(5),
        0,
        1);
  }

  /** As in life: a clock that is not stopped is one of an active ticket. */
  private Deadline deadline(TargetKind kind, Instant start, boolean active) {
    // Whole minutes within a narrow span: equal moments and exact limits happen often.
    Instant due = start.plus(random.nextInt(120), ChronoUnit.MINUTES);
    Instant atRisk = due.minus(random.nextInt(30), ChronoUnit.MINUTES);
    Instant other = start.plus(random.nextInt(120), ChronoUnit.MINUTES);
    int way = active ? random.nextInt(4) : 3;
    boolean halted = way == 0 || way == 3;
    return new Deadline(
        kind,
        new Runs(halted ? List.of(start, other) : List.of(start)),
        way == 3,
        atRisk,
        due,
        any(Arrays.asList(null, Alarm.Level.AT_RISK, Alarm.Level.BREACHED)));
  }

  /** A moment of the generated days, to the minute. */
  Instant moment() {
    return START.plus(random.nextInt(200), ChronoUnit.MINUTES);
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private @Nullable String orNull(String value) {
    return random.nextBoolean() ? value : null;
  }

  private static Assignee assignee(String id) {
    return new Assignee(id, name(id), null);
  }

  private static String name(String id) {
    return "Name of " + id;
  }
}
