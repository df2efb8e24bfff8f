package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.adapter.persistence.TicketQueries.Counts;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Wire;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many tickets a filter chooses. */
@Schema(name = "TicketCounts", description = "Exact up to 10,000 tickets.")
record CountsJson(
    long total,
    @Schema(description = "By status; each is there.") Map<String, Long> byStatus,
    @Schema(description = "By priority; each is there.") Map<String, Long> byPriority,
    @Schema(description = "Those that nobody has.") long unassigned,
    @Schema(description = "Those with a running clock past its due time.") long overdue,
    @Schema(description = "Whether there are more than were counted.") boolean capped) {

  static CountsJson of(Counts c) {
    return new CountsJson(
        c.total(),
        all(Status.values(), c.byStatus()),
        all(Priority.values(), c.byPriority()),
        c.unassigned(),
        c.overdue(),
        c.capped());
  }

  private static <E extends Enum<E> & Wire> Map<String, Long> all(E[] keys, Map<E, Long> counted) {
    Map<String, Long> all = new LinkedHashMap<>();
    Arrays.stream(keys).forEach(k -> all.put(k.wire(), counted.getOrDefault(k, 0L)));
    return all;
  }
}
