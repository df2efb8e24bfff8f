package dev.handrail.ticket.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.SlaRuleBook;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.Visibility;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.Targets;
import dev.handrail.ticket.domain.sla.Terms;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Alarms on the real database while the clock is set forth and back, by two replicas that sweep at
 * the same time, and while agents answer.
 */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class SlaClockTest {
  private static final Instant START = Instant.parse("2026-03-29T00:30:00Z");
  private static final int TICKETS = 120;

  @Inject TicketRepository tickets;
  @Inject AppProfiles profiles;
  @Inject SlaRuleBook rules;
  @Inject Sql sql;

  private final MovableClock clock = new MovableClock();

  /** Shows what it was set to. */
  private static final class MovableClock extends Clock {
    private volatile Instant now = START;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("Nobody asks for a zone.");
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Other tests' tickets are of other times, and some were tampered with. */
  @BeforeEach
  void only_its_own_timers_count() {
    sql.update("DELETE FROM sla_timer");
  }

  @RepeatedTest(3)
  void a_clock_that_is_set_loses_no_alarm_and_says_none_twice(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Ticket> opened = IntStream.range(0, TICKETS).mapToObj(i -> open(random)).toList();
    Set<UUID> answered =
        opened.stream()
            .filter(t -> random.nextInt(3) == 0)
            .map(Ticket::id)
            .collect(Collectors.toSet());

    List<Integer> minutes = new ArrayList<>(List.of(0, 20, 140, 20, 60, -60, 180, 60));
    for (int minute : minutes) {
      clock.now = START.plus(Duration.ofMinutes(minute));
      sweepTwiceAtOnce(answersOf(answered, random));
    }
    clock.now = START.plus(Duration.ofHours(6));
    sweepTwiceAtOnce(List.of());
    clock.now = START.minus(Duration.ofHours(2));
    sweepTwiceAtOnce(List.of());

    for (Ticket ticket : opened) {
      Map<String, Long> said = said(ticket.id());
      assertThat(said.values()).as("%s: each once", ticket.number()).containsOnly(1L);
      boolean met = said.containsKey("responded first_response") && !breachedResponse(said);
      assertThat(said)
          .as("%s: none lost", ticket.number())
          .containsKeys("at_risk resolution", "breached resolution")
          .satisfies(s -> assertThat(met || breachedResponse(s)).isTrue());
    }
  }

  private static boolean breachedResponse(Map<String, Long> said) {
    return said.containsKey("breached first_response");
  }

  /** Half of those who will be answered get their answer in this round. */
  private List<UUID> answersOf(Set<UUID> answered, Random random) {
    return answered.stream().filter(id -> random.nextInt(6) == 0).toList();
  }

  private void sweepTwiceAtOnce(List<UUID> answers) {
    List<CompletableFuture<Void>> replicas =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          KeepPromises promises = new KeepPromises(tickets, profiles, rules, clock);
                          while (QuarkusTransaction.requiringNew()
                                  .call(() -> promises.raiseAlarms(7))
                              > 0) {
                            // Until nothing is due any more.
                          }
                        }))
            .toList();
    answers.forEach(this::answer);
    CompletableFuture.allOf(replicas.toArray(CompletableFuture[]::new)).join();
  }

  private void answer(UUID id) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Ticket ticket = tickets.findForChange(id.toString()).orElseThrow();
              tickets.save(
                  ticket.post(
                      UuidV7.next(),
                      "We look into it.",
                      TextFormat.TEXT,
                      Visibility.PUBLIC,
                      Fixtures.AGENT.actor(),
                      profiles.find("bookings").orElseThrow(),
                      clock.instant()));
            });
  }

  private Ticket open(Random random) {
    Duration response = Duration.ofMinutes(1 + random.nextInt(100));
    Terms terms =
        new Terms(
            SlaPolicy.DEFAULT,
            1,
            BusinessCalendar.ALWAYS,
            new Targets(response, response.plusMinutes(1 + random.nextInt(100))),
            75,
            false,
            Long.MAX_VALUE);
    var change =
        Ticket.open(
            UuidV7.next(),
            "CLK-" + UUID.randomUUID(),
            profiles.find("bookings").orElseThrow(),
            terms,
            new Customer("clock-cora", null, CustomerKind.CUSTOMER, null),
            Source.WEB,
            new Content("A tap", "other", "general", "en", Priority.LOW, List.of(), Map.of()),
            "The tap drips.",
            List.of(),
            UuidV7.next(),
            new Actor("clock-cora", null, ActorKind.CUSTOMER, "test"),
            START);
    QuarkusTransaction.requiringNew().run(() -> tickets.save(change));
    return change.after();
  }

  /** How often each thing stands in the account of a ticket's clocks. */
  private Map<String, Long> said(UUID ticket) {
    return sql
        .list(
            "SELECT event || ' ' || target AS what FROM sla_ledger WHERE ticket_id = ?"
                + " AND target IS NOT NULL",
            row -> row.string("what"),
            ticket)
        .stream()
        .collect(Collectors.groupingBy(what -> what, Collectors.counting()));
  }
}
