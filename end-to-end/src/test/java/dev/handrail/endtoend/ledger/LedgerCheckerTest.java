package dev.handrail.endtoend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.endtoend.ledger.Evidence.WireEvent;
import dev.handrail.endtoend.ledger.Outcome.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCheckerTest {
  private static final int TICKETS = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void finds_nothing_where_nothing_is_wrong(long seed) {
    assertThat(LedgerChecker.check(CleanEvidence.of(seed, TICKETS))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sees_every_planted_defect(Defect defect) {
    for (long seed = 1; seed <= 20; seed++) {
      Evidence clean = CleanEvidence.of(seed, TICKETS);
      Evidence planted = defect.plant(clean, new Random(seed));
      assertThat(LedgerChecker.check(planted))
          .as("seed %d", seed)
          .extracting(Violation::kind)
          .contains(defect.shows());
    }
  }

  @Test
  void forgives_an_event_that_arrives_again() {
    Evidence clean = CleanEvidence.of(7, TICKETS);
    List<WireEvent> events = new ArrayList<>(clean.events());
    events.addAll(clean.events().subList(10, 20));

    Evidence repeated = clean.withEvents(events);

    assertThat(LedgerChecker.check(repeated)).isEmpty();
    assertThat(LedgerChecker.wireDuplicates(repeated)).isEqualTo(10);
    assertThat(LedgerChecker.wireDuplicates(clean)).isZero();
  }

  @Test
  void accepts_both_ends_of_a_step_that_nobody_is_certain_of() {
    Evidence happened = CleanEvidence.of(8, TICKETS);
    int last = lastSteps(happened).getFirst();
    Recorded known = happened.ledger().get(last);

    Evidence stored =
        happened.withLedger(
            replace(happened.ledger(), last, new Recorded(known.operation(), null)));
    List<Recorded> longer = new ArrayList<>(happened.ledger());
    Operation never =
        new Operation(
            "never-answered",
            known.operation().ticket(),
            Step.AGENT_NOTE,
            known.operation().customer(),
            "agent-1",
            "");
    longer.add(new Recorded(never, Outcome.indefinite(never, 9)));
    Evidence notStored = happened.withLedger(longer);

    assertThat(LedgerChecker.check(stored)).isEmpty();
    assertThat(LedgerChecker.check(notStored)).isEmpty();
  }

  @Test
  void does_not_accept_half_of_a_step_that_nobody_is_certain_of() {
    Evidence happened = CleanEvidence.of(9, TICKETS);
    int last =
        lastSteps(happened).stream()
            .filter(i -> happened.ledger().get(i).operation().step().addsMessage())
            .findFirst()
            .orElseThrow();
    Recorded known = happened.ledger().get(last);
    Evidence half =
        happened
            .withLedger(replace(happened.ledger(), last, new Recorded(known.operation(), null)))
            .withMessages(
                happened.messages().stream()
                    .filter(m -> !m.text().equals(known.operation().text()))
                    .toList());

    assertThat(LedgerChecker.check(half)).isNotEmpty();
  }

  @Test
  void reports_a_legal_step_that_was_refused() {
    Evidence clean = CleanEvidence.of(10, TICKETS);
    Operation opening = clean.ledger().getFirst().operation();
    Operation refused =
        new Operation("refused", opening.key(), Step.AGENT_NOTE, opening.customer(), "agent-1", "");
    List<Recorded> ledger = new ArrayList<>(clean.ledger());
    ledger.add(
        new Recorded(refused, new Outcome("refused", Result.REFUSED, 1, 0, 404, null, null, null)));

    assertThat(LedgerChecker.check(clean.withLedger(ledger)))
        .singleElement()
        .extracting(Violation::kind)
        .isEqualTo(Violation.Kind.REFUSED);
  }

  /** Where in the ledger the last steps of the tickets are. */
  private static List<Integer> lastSteps(Evidence evidence) {
    List<Integer> last = new ArrayList<>();
    List<Recorded> ledger = evidence.ledger();
    for (int i = 0; i < ledger.size(); i++) {
      String ticket = ledger.get(i).operation().ticket();
      boolean goesOn =
          ledger.subList(i + 1, ledger.size()).stream()
              .anyMatch(r -> r.operation().ticket().equals(ticket));
      if (!goesOn && ledger.get(i).operation().step() != Step.CREATE) {
        last.add(i);
      }
    }
    return last;
  }

  private static <T> List<T> replace(List<T> list, int at, T by) {
    List<T> changed = new ArrayList<>(list);
    changed.set(at, by);
    return changed;
  }
}
