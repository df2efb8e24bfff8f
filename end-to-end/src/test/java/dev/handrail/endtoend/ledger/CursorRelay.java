package dev.handrail.endtoend.ledger;

import dev.handrail.endtoend.ledger.Evidence.WireEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The relay that everyone writes first: it publishes the rows {@code WHERE id > last}. Ids are
 * given when a transaction writes and rows are seen when it commits, so a transaction that overlaps
 * with a later, faster one leaves a row behind the cursor for ever.
 */
final class CursorRelay {
  private record Row(int id, long committed, WireEvent event) {}

  private CursorRelay() {}

  /** What of these events such a relay publishes, if some of the transactions overlap. */
  static List<WireEvent> publish(List<WireEvent> outbox, Random random) {
    List<Row> rows = rows(outbox, random);
    long end = rows.stream().mapToLong(Row::committed).max().orElse(0);
    List<WireEvent> published = new ArrayList<>();
    int last = -1;
    for (long now = 0; now <= end; now++) {
      for (Row row : seen(rows, last, now)) {
        published.add(row.event());
        last = row.id();
      }
    }
    return published;
  }

  /** Every id is one tick after the one before; most commit at once and some a little later. */
  private static List<Row> rows(List<WireEvent> outbox, Random random) {
    List<Row> rows = new ArrayList<>();
    Map<String, Long> committed = new HashMap<>();
    for (WireEvent event : outbox) {
      int id = rows.size();
      long takes = random.nextInt(20) == 0 ? 5 : 0;
      // A ticket's row is locked until the commit: its transactions do not overlap.
      long at = Math.max(id + takes, committed.getOrDefault(event.key(), 0L));
      committed.put(event.key(), at);
      rows.add(new Row(id, at, event));
    }
    return rows;
  }

  private static List<Row> seen(List<Row> rows, int last, long now) {
    return rows.stream()
        .filter(row -> row.id() > last && row.committed() <= now)
        .sorted(Comparator.comparingInt(Row::id))
        .toList();
  }
}
