package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.AuditQueries.Examined;
import dev.handrail.ticket.application.port.TicketNumbers;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.AuditChain.Break;
import dev.handrail.ticket.domain.AuditChain.Flaw;
import dev.handrail.ticket.domain.AuditChain.State;
import dev.handrail.ticket.domain.AuditChain.Verdict;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever changes the stored history past its trigger is found out. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AuditSealsTest {
  private static final String APP = "audit_sealed";
  private static final Instant NOON = Fixtures.NOON;

  @Inject TicketRepository tickets;
  @Inject TicketNumbers numbers;
  @Inject AuditQueries queries;
  @Inject Seals seals;
  @Inject Sql sql;

  private AuditTrail trail;

  /** Lines with the sequences 1, 3, 5 and 6: opened, answered, a note, a new priority. */
  private Ticket ticket;

  @BeforeEach
  void write() {
    trail = new AuditTrail(tickets, numbers);
    ticket = trail.opens(APP, AuditTrail.CORA, NOON);
    ticket = trail.says(ticket, Visibility.PUBLIC, AuditTrail.ADA, NOON.plusSeconds(60));
    ticket = trail.says(ticket, Visibility.INTERNAL, AuditTrail.ADA, NOON.plusSeconds(120));
    ticket =
        trail.prioritises(
            ticket, Priority.URGENT, AuditTrail.TIMER, NOON.plusNanos(180_000_001_000L));
  }

  @Test
  void what_nobody_touched_is_intact() {
    Verdict verdict = examine().verdict();

    assertThat(verdict.state()).isEqualTo(State.INTACT);
    assertThat(verdict.lines()).isEqualTo(4);
    assertThat(verdict.unsealed()).isZero();
    assertThat(verdict.seal()).matches("[0-9a-f]{64}").isEqualTo(sealOf(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at = at + interval '1 microsecond'",
        "actor_id = 'bob'",
        "actor_name = 'Bob'",
        "actor_name = NULL",
        "actor_kind = 'admin'",
        "origin = 'api 198.51.100.1 r-2'",
        "action = 'ticket_closed'",
        "changes = '[[\"priority\", \"medium\", \"low\"]]'",
        "reason = 'because'",
        "number = 'AUD-000000'",
        "app = 'audit_other'",
        "seal = sha256(seal)"
      })
  void a_changed_line_is_found_whatever_was_changed(String change) {
    tamper("UPDATE history SET " + change + " WHERE ticket_id = ? AND sequence = 5", ticket.id());

    assertBroken(Flaw.ALTERED, 5L);
  }

  @Test
  void a_removed_line_is_found_at_the_next_one() {
    tamper("DELETE FROM history WHERE ticket_id = ? AND sequence = 3", ticket.id());

    assertBroken(Flaw.ALTERED, 5L);
  }

  @Test
  void a_removed_first_line_is_found() {
    tamper("DELETE FROM history WHERE ticket_id = ? AND sequence = 1", ticket.id());

    assertBroken(Flaw.ALTERED, 3L);
  }

  @Test
  void a_removed_last_line_is_found_by_the_ticket_that_had_it() {
    tamper("DELETE FROM history WHERE ticket_id = ? AND sequence = 6", ticket.id());

    assertBroken(Flaw.END_MISSING, 5L);
    assertThat(examine().verdict().broken())
        .isEqualTo(new Break(Flaw.END_MISSING, 5L, NOON.plusSeconds(120), "note_added"));
  }

  @Test
  void the_loss_of_all_lines_is_found_by_the_ticket_that_had_them() {
    tamper("DELETE FROM history WHERE ticket_id = ?", ticket.id());

    assertBroken(Flaw.END_MISSING, null);
    assertThat(queries.examine(ticket.number()).orElseThrow()).isEqualTo(examine());
  }

  @Test
  void two_lines_that_changed_places_are_found_with_their_seals_and_without() {
    swapLines();
    assertBroken(Flaw.ALTERED, 3L);
    swapLines();
    assertThat(examine().verdict().state()).isEqualTo(State.INTACT);
    // The same lines in the other order, each with the seal that belongs in its place.
    swapLines();
    swapSeals();
    assertBroken(Flaw.ALTERED, 3L);
  }

  /** By way of a sequence that no line has, since two lines cannot have one at a time. */
  private void swapLines() {
    for (String step :
        List.of("-3 WHERE sequence = 3", "3 WHERE sequence = 5", "5 WHERE sequence = -3")) {
      tamper("UPDATE history SET sequence = " + step + " AND ticket_id = ?", ticket.id());
    }
  }

  private void swapSeals() {
    tamper(
        """
        UPDATE history h SET seal = o.seal FROM history o
        WHERE h.ticket_id = ? AND o.ticket_id = h.ticket_id AND h.sequence IN (3, 5)
          AND o.sequence = 8 - h.sequence
        """,
        ticket.id());
  }

  @ParameterizedTest
  @CsvSource({"NULL, SEAL_MISSING", "seal, ALTERED", "sha256(seal), ALTERED"})
  void an_added_line_is_found(String seal, Flaw flaw) {
    sql.update("UPDATE ticket SET event_sequence = 9 WHERE id = ?", ticket.id());
    sql.update(
        """
        INSERT INTO history SELECT ticket_id, 9, number, app, at, actor_id, actor_name, actor_kind,
          origin, action, changes, reason, %s
        FROM history WHERE ticket_id = ? AND sequence = 6
        """
            .formatted(seal),
        ticket.id());

    assertBroken(flaw, 9L);
  }

  @Test
  void a_chain_made_anew_without_the_secret_is_found() {
    tamper(
        "UPDATE history SET reason = 'because' WHERE ticket_id = ? AND sequence = 5", ticket.id());
    // As good as one can who knows how seals are made, and has the database alone.
    Seals without = new Seals(config("a-secret-that-is-not-the-services-one"));
    List<byte[]> chain = new ArrayList<>();
    byte[] former = sealBytes(3);
    for (var link : queries.list(Set.of(APP), ofTicket(), 10, null).lines().reversed()) {
      if (link.sequence() >= 5) {
        former = Seals.seal(former, without.proof(link));
        chain.add(former);
      }
    }
    tamper(
        "UPDATE history SET seal = ? WHERE ticket_id = ? AND sequence = 5",
        chain.get(0),
        ticket.id());
    tamper(
        "UPDATE history SET seal = ? WHERE ticket_id = ? AND sequence = 6",
        chain.get(1),
        ticket.id());
    sql.update("UPDATE ticket SET seal = ? WHERE id = ?", chain.get(1), ticket.id());

    assertBroken(Flaw.ALTERED, 5L);
  }

  @Test
  void a_secret_that_was_replaced_still_holds_for_what_it_sealed() {
    Seals renewed =
        new Seals(
            config("a-new-secret-that-is-long-enough-too", "another-secret-for-tests-long-enough"));
    Seals forgetful = new Seals(config("a-new-secret-that-is-long-enough-too"));

    assertThat(new AuditQueries(sql, renewed).examine(ticket.number()).orElseThrow().verdict())
        .isEqualTo(examine().verdict());
    assertThat(
            new AuditQueries(sql, forgetful)
                .examine(ticket.number())
                .orElseThrow()
                .verdict()
                .state())
        .isEqualTo(State.BROKEN);
    assertThatThrownBy(() -> new Seals(config("too short")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("HANDRAIL_AUDIT_SECRET");
  }

  @Test
  void a_deleted_tickets_lines_stay_sealed_to_their_end() {
    trail.deletes(ticket, AuditTrail.ADA, NOON.plusSeconds(300));
    assertThat(examine().verdict().state()).isEqualTo(State.INTACT);
    assertThat(examine().verdict().lines()).isEqualTo(5);
    assertThat(queries.examine(ticket.number())).contains(examine());

    tamper("DELETE FROM history WHERE ticket_id = ? AND sequence = 9", ticket.id());
    assertBroken(Flaw.END_MISSING, 6L);
  }

  @Test
  void a_ticket_from_before_there_were_seals_is_unsealed_until_its_next_change() {
    // What an older version of the service has left behind.
    tamper("UPDATE history SET seal = NULL WHERE ticket_id = ?", ticket.id());
    sql.update("UPDATE ticket SET seal = NULL WHERE id = ?", ticket.id());
    assertThat(examine().verdict()).isEqualTo(new Verdict(State.UNSEALED, 4, 4, null, null));

    ticket = trail.says(ticket, Visibility.PUBLIC, AuditTrail.CORA, NOON.plusSeconds(240));
    ticket = trail.says(ticket, Visibility.PUBLIC, AuditTrail.ADA, NOON.plusSeconds(300));
    assertThat(examine().verdict().state()).isEqualTo(State.INTACT);
    assertThat(examine().verdict().unsealed()).isEqualTo(4);

    tamper("UPDATE history SET actor_id = 'bob' WHERE ticket_id = ? AND sequence = 9", ticket.id());
    assertBroken(Flaw.ALTERED, 9L);
  }

  @Test
  void changes_of_many_at_once_make_one_chain() throws Exception {
    UUID id = ticket.id();
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(
                t ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int n = 0; n < 10; n++) {
                                QuarkusTransaction.requiringNew().run(() -> say(id));
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(examine().verdict().state()).isEqualTo(State.INTACT);
    assertThat(examine().verdict().lines()).isEqualTo(84);
  }

  private void say(UUID id) {
    Ticket now = tickets.findForChange(id.toString()).orElseThrow();
    tickets.save(
        now.post(
            UuidV7.next(),
            "Me too.",
            TextFormat.TEXT,
            Visibility.PUBLIC,
            AuditTrail.CORA,
            AuditTrail.profile(APP),
            NOON.plusSeconds(600)));
  }

  @Test
  void a_rolled_back_change_leaves_the_chain_as_it_was() {
    Verdict before = examine().verdict();
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          say(ticket.id());
                          throw new IllegalArgumentException("afterwards");
                        }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(examine().verdict()).isEqualTo(before);
  }

  @Test
  void all_tickets_are_examined_page_by_page_and_what_is_broken_is_among_them() {
    UUID start = UuidV7.next();
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Ticket one = trail.opens(APP, AuditTrail.CORA, NOON);
      if (i % 3 == 1) {
        trail.deletes(one, AuditTrail.ADA, NOON.plusSeconds(60));
      }
      made.add(one.id());
    }
    tamper("UPDATE history SET actor_id = 'bob' WHERE ticket_id = ?", made.get(2));
    tamper("DELETE FROM history WHERE ticket_id = ?", made.get(3));
    tamper("DELETE FROM history WHERE ticket_id = ? AND sequence > 1", made.get(4));

    List<Examined> examined = new ArrayList<>();
    UUID after = start;
    do {
      var slice = queries.examine(4, after);
      assertThat(slice.tickets()).hasSizeLessThanOrEqualTo(4);
      examined.addAll(slice.tickets());
      after = slice.next();
    } while (after != null);

    assertThat(examined.stream().map(Examined::ticketId)).containsExactlyElementsOf(made);
    assertThat(examined.stream().filter(e -> e.verdict().state() == State.BROKEN))
        .extracting(e -> made.indexOf(e.ticketId()))
        .containsExactly(2, 3, 4);
  }

  @Test
  void what_never_was_is_not_examined() {
    for (String ref : List.of(UUID.randomUUID().toString(), "AUD-999999999", "x", "")) {
      assertThat(queries.examine(ref)).isEmpty();
    }
  }

  @Test
  void without_tampering_with_its_trigger_no_line_changes() {
    for (String statement :
        List.of(
            "UPDATE history SET seal = NULL WHERE ticket_id = ?",
            "DELETE FROM history WHERE ticket_id = ?")) {
      assertThatThrownBy(
              () -> QuarkusTransaction.requiringNew().run(() -> sql.update(statement, ticket.id())))
          .isInstanceOf(SqlFailure.class)
          .hasMessageContaining("append-only");
    }
    assertThat(examine().verdict().state()).isEqualTo(State.INTACT);
  }

  private Examined examine() {
    return queries.examine(ticket.id().toString()).orElseThrow();
  }

  private void assertBroken(Flaw flaw, @Nullable Long sequence) {
    Verdict verdict = examine().verdict();
    assertThat(verdict.state()).isEqualTo(State.BROKEN);
    assertThat(verdict.broken()).returns(flaw, Break::flaw).returns(sequence, Break::sequence);
  }

  /** Runs a statement as somebody does who may switch triggers off. */
  private void tamper(String statement, @Nullable Object... params) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              sql.update("SET LOCAL session_replication_role = replica");
              sql.update(statement, params);
            });
  }

  private AuditQueries.Filter ofTicket() {
    return new AuditQueries.Filter(ticket.number(), null, Set.of(), null, null, null, null);
  }

  private @Nullable String sealOf(long sequence) {
    return sql.first(
            "SELECT encode(seal, 'hex') AS seal FROM history WHERE ticket_id = ? AND sequence = ?",
            row -> row.stringOrNull("seal"),
            ticket.id(),
            sequence)
        .orElseThrow();
  }

  private byte[] sealBytes(long sequence) {
    return sql.first(
            "SELECT seal FROM history WHERE ticket_id = ? AND sequence = ?",
            row -> row.bytes("seal"),
            ticket.id(),
            sequence)
        .orElseThrow();
  }

  private static Seals.Config config(String secret, String... former) {
    return new Seals.Config() {
      @Override
      public String secret() {
        return secret;
      }

      @Override
      public Optional<List<String>> formerSecrets() {
        return former.length == 0 ? Optional.empty() : Optional.of(List.of(former));
      }
    };
  }
}
