package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.application.port.TicketNumbers;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.AuditChain;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.MessageThread;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.Visibility;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Infrastructure.class)
class SqlTicketRepositoryTest {
  private static final Instant NOON = Fixtures.NOON;
  private static final AppProfile APP = Fixtures.BOOKINGS;
  private static final Agent ADA = new Agent("ada", "Ada", "ada.png", Set.of("bookings"), true);

  @Inject TicketRepository tickets;
  @Inject TicketQueries queries;
  @Inject TicketNumbers numbers;
  @Inject Seals seals;
  @Inject Sql sql;

  private final GeneratedTickets generated = new GeneratedTickets(1, List.of("bookings"));

  @Test
  void what_was_saved_is_what_is_read() {
    for (int i = 0; i < 200; i++) {
      Ticket ticket = generated.next();
      save(GeneratedTickets.opening(ticket));

      assertThat(read(ticket)).isEqualTo(ticket);
      assertThat(queries.find(ticket.number())).contains(ticket);
      assertThat(queries.find(ticket.number().toLowerCase(Locale.ROOT))).contains(ticket);
    }
  }

  @Test
  void each_step_of_a_life_is_read_as_it_was_saved() {
    Ticket ticket = opened();
    Caller ada = Fixtures.AGENT;
    Caller cora = Fixtures.CUSTOMER;

    ticket = step(ticket.assign(ADA, ada, APP, at(1)));
    ticket = step(post(ticket, "Which tap?", Visibility.PUBLIC, ada.actor(), at(2)));
    ticket = step(post(ticket, "Old pipes.", Visibility.INTERNAL, ada.actor(), at(3)));
    ticket = step(ticket.changeStatus(Status.WAITING_CUSTOMER, "asked", ada, APP, at(4)));
    ticket = step(post(ticket, "The left one.", Visibility.PUBLIC, cora.actor(), at(5)));
    ticket =
        step(
            ticket.resolve(
                new Resolution(ResolutionType.WORKAROUND, "tape", "washer is worn"),
                ada,
                APP,
                at(6)));
    ticket = step(ticket.rate(4, "quick", cora, APP, at(7)));
    ticket = step(ticket.reopen("drips again", null, cora, APP, at(8)));
    ticket = step(ticket.unassign(ada, APP, at(9)));
    ticket = step(ticket.close(null, Fixtures.ADMIN, APP, at(10)));

    assertThat(queries.messages(ticket.id(), true, 10, null).messages())
        .extracting(Message::text)
        .containsExactly("The left one.", "Old pipes.", "Which tap?", "The tap drips.");
    assertThat(queries.detail(ticket.number(), true, 2).orElseThrow())
        .satisfies(
            detail -> {
              assertThat(detail.newest())
                  .isEqualTo(queries.messages(detail.ticket().id(), true, 2, null).messages());
              assertThat(detail.assignments())
                  .extracting(TicketQueries.Assignment::how, TicketQueries.Assignment::agentId)
                  .containsExactly(Tuple.tuple("picked", "ada"), Tuple.tuple("unassigned", null));
            });
  }

  @Test
  void what_time_and_escalations_leave_behind_is_read_as_it_was_saved() {
    Ticket ticket = opened();
    Agent bob = new Agent("bob", "Bob", null, Set.of("bookings"), true);
    ticket = step(ticket.assign(ADA, Fixtures.AGENT, APP, at(1)));
    ticket =
        step(
            ticket.escalate(
                new Escalation.Request(Escalation.Cause.MANUAL, "too hot", bob, 2),
                Fixtures.AGENT.actor(),
                APP,
                at(2)));
    ticket = step(Job.ALERT_OVERDUE.apply(ticket, APP, at(600)));
    ticket = step(ticket.changeStatus(Status.IN_PROGRESS, null, Fixtures.AGENT, APP, at(601)));
    ticket = step(Job.ESCALATE_WAITING.apply(ticket, APP, at(6_000)));
    ticket =
        step(
            ticket.resolve(
                new Resolution(ResolutionType.SOLVED, null, null), Fixtures.AGENT, APP, at(7_000)));
    assertThat(ticket.followUp().ratingRequest()).isNotNull();
    ticket = step(Job.REQUEST_RATINGS.apply(ticket, APP, at(20_000)));
    ticket = step(Job.REMIND_RATINGS.apply(ticket, APP, at(30_000)));
    ticket = step(Job.CLOSE_RESOLVED.apply(ticket, APP, at(40_000)));
    assertThat(ticket.followUp().formerAgents()).containsExactly("ada");

    var detail = queries.detail(ticket.number(), true, 1).orElseThrow();
    assertThat(detail.escalations())
        .containsExactly(
            new Escalation(
                at(6_000),
                new Actor("handrail", null, ActorKind.SYSTEM, ""),
                Escalation.Cause.AGE,
                "Waited for support for 2 days.",
                2,
                3,
                new Assignee("bob", "Bob", null),
                null),
            new Escalation(
                at(2),
                new Actor("ada", "Name of ada", ActorKind.SUPPORT_AGENT, ""),
                Escalation.Cause.MANUAL,
                "too hot",
                0,
                2,
                new Assignee("ada", "Ada", null),
                new Assignee("bob", "Bob", null)));
    assertThat(detail.assignments())
        .extracting(TicketQueries.Assignment::how)
        .containsExactly("picked", "escalated");
    assertThat(queries.detail(ticket.number(), false, 1).orElseThrow().escalations()).isEmpty();

    save(ticket.delete(Fixtures.ADMIN.actor(), Fixtures.BOOKINGS, at(50_000)));
    assertThat(count("SELECT count(*) AS n FROM escalation WHERE ticket_id = ?", ticket.id()))
        .isZero();
  }

  @Test
  void alarms_of_many_tickets_are_written_as_that_of_one_is() {
    // At once a response that was missed, which is two alarms, and one in danger.
    List<Ticket> alone = List.of(opened(), opened());
    List<Ticket> together = List.of(opened(), opened());
    List<Instant> times = List.of(at(10_000), at(55));
    for (int i = 0; i < times.size(); i++) {
      step(alarms(alone.get(i), times.get(i)));
    }
    List<Change> changes =
        IntStream.range(0, times.size())
            .mapToObj(i -> alarms(together.get(i), times.get(i)))
            .toList();
    assertThat(changes).allMatch(AlarmRows::fits);

    QuarkusTransaction.requiringNew().run(() -> tickets.saveAll(changes));

    for (int i = 0; i < times.size(); i++) {
      Change change = changes.get(i);
      Ticket ticket = change.after();
      assertThat(read(ticket)).isEqualTo(ticket);
      assertThat(rows(ticket)).isNotEmpty().isEqualTo(rows(alone.get(i)));
      assertThat(queries.history(ticket.id(), 1, null).entries()).containsExactly(change.history());
      assertThat(new AuditQueries(sql, seals).examine(ticket.number()).orElseThrow().verdict())
          .returns(AuditChain.State.INTACT, AuditChain.Verdict::state)
          .returns(2, AuditChain.Verdict::lines);
    }
  }

  @Test
  void of_alarms_that_come_together_none_is_kept_if_one_ticket_has_moved_on() {
    Ticket first = opened();
    Ticket second = opened();
    List<Change> changes = List.of(alarms(first, at(55)), alarms(second, at(55)));
    save(alarms(second, at(55)));
    List<String> before = rows(first);

    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> tickets.saveAll(changes)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(read(first)).isEqualTo(first);
    assertThat(rows(first)).isEqualTo(before);
  }

  @Test
  void what_does_more_than_speak_of_deadlines_is_no_alarm() {
    Ticket ticket = opened();
    AppProfile escalating = Fixtures.escalatingOnBreach(APP);

    assertThat(AlarmRows.fits(ticket.raiseAlarms(Fixtures.ADMIN.actor(), escalating, at(10_000))))
        .isFalse();
    assertThat(
            AlarmRows.fits(
                post(ticket, "?", Visibility.INTERNAL, Fixtures.AGENT.actor(), at(10_000))))
        .isFalse();
    assertThat(AlarmRows.fits(GeneratedTickets.opening(generated.next()))).isFalse();
  }

  @Test
  void the_customers_side_reads_no_internal_note_and_no_assignment() {
    Ticket ticket = opened();
    ticket = step(ticket.assign(ADA, Fixtures.AGENT, APP, at(1)));
    Change note = post(ticket, "secret", Visibility.INTERNAL, Fixtures.AGENT.actor(), at(2));
    ticket = step(note);
    UUID noteId = queries.messages(ticket.id(), true, 1, null).messages().getFirst().id();

    var detail = queries.detail(ticket.id().toString(), false, 10).orElseThrow();
    assertThat(detail.newest()).extracting(Message::text).containsExactly("The tap drips.");
    assertThat(detail.assignments()).isEmpty();
    assertThat(queries.messages(ticket.id(), false, 10, null).messages()).hasSize(1);
    assertThat(queries.message(ticket.id(), noteId, false)).isEmpty();
    assertThat(queries.message(ticket.id(), noteId, true)).isPresent();
    assertThat(queries.message(UuidV7.next(), noteId, true)).isEmpty();
  }

  @Test
  void a_long_thread_and_its_history_come_in_pages_without_gap_or_repeat() {
    Ticket ticket = opened();
    for (int i = 2; i <= 25; i++) {
      Visibility visibility = i % 3 == 0 ? Visibility.INTERNAL : Visibility.PUBLIC;
      ticket = step(post(ticket, "m" + i, visibility, Fixtures.AGENT.actor(), at(i)));
    }
    UUID id = ticket.id();

    assertThat(positions(id, true))
        .isEqualTo(IntStream.rangeClosed(1, 25).map(i -> 26 - i).boxed().toList());
    assertThat(positions(id, false))
        .isEqualTo(
            IntStream.rangeClosed(1, 25)
                .map(i -> 26 - i)
                .filter(i -> i % 3 != 0 || i == 0)
                .boxed()
                .toList());

    List<Instant> lines = new ArrayList<>();
    Long before = null;
    do {
      var slice = queries.history(id, 7, before);
      slice.entries().forEach(e -> lines.add(e.at()));
      before = slice.next();
    } while (before != null);
    assertThat(lines)
        .hasSize(25)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void a_history_line_is_read_as_it_was_written() {
    Ticket ticket = opened();
    Change change =
        ticket.changeStatus(Status.WAITING_INTERNAL, "parts: “½ inch”", Fixtures.AGENT, APP, at(1));
    step(change);

    assertThat(queries.history(ticket.id(), 1, null).entries()).containsExactly(change.history());
  }

  @Test
  void a_change_of_a_ticket_that_has_moved_on_is_refused_and_leaves_nothing() {
    Ticket ticket = opened();
    Change first = post(ticket, "one", Visibility.PUBLIC, Fixtures.CUSTOMER.actor(), at(1));
    // Two events: the message, and the first response in time.
    Change second = post(ticket, "two", Visibility.PUBLIC, Fixtures.AGENT.actor(), at(2));
    save(first);

    assertThatThrownBy(() -> save(second)).isInstanceOf(IllegalStateException.class);
    assertThat(queries.messages(ticket.id(), true, 10, null).messages())
        .extracting(Message::text)
        .containsExactly("one", "The tap drips.");
    assertThat(outboxSequences(ticket.id())).doesNotContain(4L);
  }

  @Test
  void a_rollback_leaves_no_row_anywhere() {
    Ticket ticket = generated.next();
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          tickets.save(GeneratedTickets.opening(ticket));
                          throw new IllegalArgumentException("afterwards");
                        }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(queries.find(ticket.number())).isEmpty();
    for (String table : List.of("message", "history", "ticket_link", "assignment")) {
      assertThat(count("SELECT count(*) AS n FROM " + table + " WHERE ticket_id = ?", ticket.id()))
          .as(table)
          .isZero();
    }
    assertThat(outboxSequences(ticket.id())).isEmpty();
  }

  @Test
  void nothing_is_saved_without_a_transaction() {
    Change change = GeneratedTickets.opening(generated.next());

    assertThatThrownBy(() -> tickets.save(change)).isInstanceOf(IllegalStateException.class);
    assertThat(queries.find(change.after().number())).isEmpty();
  }

  @Test
  void a_request_that_changed_nothing_writes_nothing() {
    Ticket ticket = opened();
    ticket = step(ticket.assign(ADA, Fixtures.AGENT, APP, at(1)));
    long lines = count("SELECT count(*) AS n FROM history WHERE ticket_id = ?", ticket.id());

    save(ticket.assign(ADA, Fixtures.AGENT, APP, at(2)));

    assertThat(read(ticket)).isEqualTo(ticket);
    assertThat(count("SELECT count(*) AS n FROM history WHERE ticket_id = ?", ticket.id()))
        .isEqualTo(lines);
  }

  @Test
  void a_deleted_ticket_leaves_only_its_history() {
    Ticket ticket =
        step(post(opened(), "more", Visibility.INTERNAL, Fixtures.AGENT.actor(), at(1)));
    save(ticket.delete(Fixtures.ADMIN.actor(), Fixtures.BOOKINGS, at(2)));

    assertThat(queries.find(ticket.number())).isEmpty();
    assertThat(queries.detail(ticket.id().toString(), true, 5)).isEmpty();
    for (String table : List.of("message", "ticket_link", "assignment")) {
      assertThat(count("SELECT count(*) AS n FROM " + table + " WHERE ticket_id = ?", ticket.id()))
          .as(table)
          .isZero();
    }
    assertThat(queries.history(ticket.id(), 10, null).entries())
        .extracting(HistoryEntry::action)
        .containsExactly("ticket_deleted", "note_added", "ticket_created");
  }

  @Test
  void who_follows_a_ticket_is_kept_through_its_changes_and_shown_to_staff_alone() {
    Ticket ticket = opened();
    UUID id = ticket.id();
    sql.update(
        """
        INSERT INTO agent (id, name, apps, approved) VALUES ('follower', 'Eve', '{}', true)
        ON CONFLICT DO NOTHING
        """);
    QuarkusTransaction.requiringNew()
        .run(() -> tickets.saveWatchers(id, List.of("follower", "nobody-we-know")));

    Ticket followed = read(ticket);
    assertThat(followed.watchers()).containsExactly("follower", "nobody-we-know");
    assertThat(followed.version()).isEqualTo(ticket.version());
    followed = step(post(followed, "more", Visibility.PUBLIC, Fixtures.AGENT.actor(), at(1)));
    assertThat(queries.detail(id.toString(), true, 1).orElseThrow().watchers())
        .containsExactly(
            new TicketQueries.Watcher("follower", "Eve"),
            new TicketQueries.Watcher("nobody-we-know", null));
    assertThat(queries.detail(id.toString(), false, 1).orElseThrow().watchers()).isEmpty();
    save(followed.delete(Fixtures.ADMIN.actor(), Fixtures.BOOKINGS, at(2)));
    assertThat(queries.find(id.toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UPDATE history SET reason = 'other'", "DELETE FROM history", "TRUNCATE history"})
  void history_cannot_be_rewritten(String statement) {
    opened();

    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> sql.update(statement)))
        .isInstanceOf(SqlFailure.class)
        .hasMessageContaining("append-only");
  }

  @Test
  void a_side_that_has_read_has_no_unread_messages_and_the_version_stays() {
    Ticket ticket = opened();
    ticket = step(post(ticket, "?", Visibility.PUBLIC, Fixtures.AGENT.actor(), at(1)));
    UUID id = ticket.id();

    QuarkusTransaction.requiringNew().run(() -> tickets.markRead(id, false));
    assertThat(read(ticket).thread())
        .returns(0, MessageThread::customerUnread)
        .returns(2, MessageThread::customerReadUpTo)
        .returns(1, MessageThread::staffUnread);
    QuarkusTransaction.requiringNew().run(() -> tickets.markRead(id, true));
    assertThat(read(ticket).thread())
        .returns(0, MessageThread::staffUnread)
        .returns(2, MessageThread::staffReadUpTo);
    assertThat(read(ticket).version()).isEqualTo(ticket.version());
    assertThat(read(ticket).updatedAt()).isEqualTo(ticket.updatedAt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "BKG",
        "BKG-",
        "BKG-1",
        "BKG-999999999999999999999",
        "' OR 1=1 --",
        "\u0000",
        "\uD800",
        "1-1-1-1-1",
        "00000000-0000-0000-0000-00000000000g",
        "BKG-000001\u0000"
      })
  void a_reference_that_can_name_no_ticket_finds_none(String ref) {
    assertThat(queries.find(ref)).isEmpty();
    assertThat(queries.detail(ref, true, 5)).isEmpty();
    assertThat(QuarkusTransaction.requiringNew().call(() -> tickets.findForChange(ref))).isEmpty();
  }

  @Test
  void hostile_characters_are_kept_as_they_came() {
    String hostile = "'; DROP TABLE ticket; -- \\ \" $$ %s ? {} \u202E𝔘 🚲 İı ﷽ \t\n";
    Ticket ticket = opened();
    ticket = step(post(ticket, hostile, Visibility.PUBLIC, Fixtures.AGENT.actor(), at(1)));

    assertThat(queries.messages(ticket.id(), true, 1, null).messages().getFirst().text())
        .isEqualTo(hostile);
    assertThat(queries.detail(ticket.number(), true, 1).orElseThrow().newest().getFirst().text())
        .isEqualTo(hostile);
  }

  @Test
  void numbers_are_given_once_though_many_ask_and_transactions_roll_back() throws Exception {
    Set<Long> given = ConcurrentHashMap.newKeySet();
    AtomicInteger rollbacks = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int n = 0; n < 50; n++) {
                                if (i % 2 == 0) {
                                  given.add(numbers.next());
                                } else {
                                  try {
                                    QuarkusTransaction.requiringNew()
                                        .run(
                                            () -> {
                                              given.add(numbers.next());
                                              throw new IllegalArgumentException();
                                            });
                                  } catch (IllegalArgumentException rolledBack) {
                                    rollbacks.incrementAndGet();
                                  }
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(rollbacks).hasValue(8 * 50);
    assertThat(given).hasSize(16 * 50);
  }

  private Ticket opened() {
    long number = numbers.next();
    return step(
        Ticket.open(
            UuidV7.next(),
            "BKG-%06d".formatted(number),
            APP,
            Fixtures.terms(Priority.MEDIUM),
            Fixtures.aTicket().build().customer(),
            Source.WEB,
            Fixtures.aTicket().build().content(),
            "The tap drips.",
            List.of(),
            UuidV7.next(),
            new Actor("cora", "Cora", ActorKind.CUSTOMER, "test"),
            NOON));
  }

  private Ticket step(Change change) {
    save(change);
    assertThat(read(change.after())).isEqualTo(change.after());
    return change.after();
  }

  private static Change post(
      Ticket ticket, String text, Visibility visibility, Actor author, Instant at) {
    return ticket.post(UuidV7.next(), text, TextFormat.TEXT, visibility, author, APP, at);
  }

  private static Change alarms(Ticket ticket, Instant at) {
    return ticket.raiseAlarms(new Actor("handrail", null, ActorKind.SYSTEM, "sla_clock"), APP, at);
  }

  /** All that stands of a ticket's clocks, but for what names the ticket. */
  private List<String> rows(Ticket ticket) {
    return sql.list(
        """
        SELECT (to_jsonb(l) - 'ticket_id')::text AS row FROM sla_ledger l WHERE ticket_id = ?
        UNION ALL
        SELECT (to_jsonb(s) - 'ticket_id')::text FROM sla_timer s WHERE ticket_id = ?
        UNION ALL
        SELECT (to_jsonb(h) - 'ticket_id' - 'number' - 'seal')::text FROM history h WHERE ticket_id = ?
        ORDER BY 1
        """,
        row -> row.string("row"),
        ticket.id(),
        ticket.id(),
        ticket.id());
  }

  private void save(Change change) {
    QuarkusTransaction.requiringNew().run(() -> tickets.save(change));
  }

  private Ticket read(Ticket ticket) {
    return QuarkusTransaction.requiringNew()
        .call(() -> tickets.findForChange(ticket.id().toString()).orElseThrow());
  }

  private List<Integer> positions(UUID ticket, boolean staff) {
    List<Integer> positions = new ArrayList<>();
    Integer before = null;
    do {
      var slice = queries.messages(ticket, staff, 4, before);
      slice.messages().forEach(m -> positions.add(m.position()));
      before = slice.next();
    } while (before != null);
    return positions;
  }

  private List<Long> outboxSequences(UUID ticket) {
    return sql.list(
        "SELECT sequence FROM outbox WHERE key = ?",
        row -> row.longValue("sequence"),
        ticket.toString());
  }

  private long count(String statement, UUID ticket) {
    return sql.first(statement, row -> row.longValue("n"), ticket).orElseThrow();
  }

  private static Instant at(int minutes) {
    return NOON.plusSeconds(60L * minutes);
  }
}
