package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.GuessCounts;
import dev.handrail.agent.domain.Guesses;
import dev.handrail.agent.domain.Lockout;
import dev.handrail.agent.domain.Lockout.Counter;
import dev.handrail.agent.domain.Lockout.Verdict;
import dev.handrail.kit.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

@ApplicationScoped
class SqlGuessCounts implements GuessCounts {

  /** Rows are always locked in this order. */
  private static final Comparator<Counted> ORDER =
      Comparator.comparing(Counted::kind).thenComparing(Counted::key);

  private final Sql sql;

  SqlGuessCounts(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Verdict admit(Lockout lockout, List<Counted> keys, Instant now) {
    List<Counted> ordered = keys.stream().sorted(ORDER).toList();
    Verdict first = lockout.admit(ordered.stream().map(key -> read(key, "")).toList(), now);
    if (!first.admitted()) {
      return first;
    }
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              ordered.forEach(this::make);
              Verdict verdict =
                  lockout.admit(
                      ordered.stream().map(key -> read(key, " FOR UPDATE")).toList(), now);
              verdict.counters().forEach(this::write);
              return verdict;
            });
  }

  @Override
  public void succeeded(List<Counted> keys) {
    change(keys, Lockout::afterSuccess);
  }

  @Override
  public void takenBack(List<Counted> keys) {
    change(keys, counter -> counter.guesses().takenBack());
  }

  @Override
  public void forget(Counted key) {
    sql.update("DELETE FROM guesses WHERE kind = ? AND key = ?", wire(key.kind()), key.key());
  }

  private interface Step {
    Guesses after(Counter counter);
  }

  private void change(List<Counted> keys, Step step) {
    QuarkusTransaction.joiningExisting()
        .run(
            () -> {
              for (Counted key : keys.stream().sorted(ORDER).toList()) {
                Counter counter = read(key, " FOR UPDATE");
                write(new Counter(counter.kind(), counter.key(), step.after(counter)));
              }
            });
  }

  private void make(Counted key) {
    sql.update(
        "INSERT INTO guesses (kind, key, count) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
        wire(key.kind()),
        key.key());
  }

  private Counter read(Counted key, String lock) {
    Guesses guesses =
        sql.first(
                "SELECT count, last FROM guesses WHERE kind = ? AND key = ?" + lock,
                row -> new Guesses(row.intValue("count"), row.instantOrNull("last")),
                wire(key.kind()),
                key.key())
            .orElse(Guesses.NONE);
    return new Counter(key.kind(), key.key(), guesses);
  }

  private void write(Counter counter) {
    sql.update(
        "UPDATE guesses SET count = ?, last = ? WHERE kind = ? AND key = ?",
        counter.guesses().count(),
        counter.guesses().last(),
        wire(counter.kind()),
        counter.key());
  }

  private static String wire(Lockout.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
