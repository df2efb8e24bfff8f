package dev.handrail.agent.domain.figures;

import dev.handrail.agent.domain.figures.TicketState.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One agent's figures counted from all events at once, each by what it means and by nothing else.
 */
public final class Recount {

  private Recount() {}

  /**
   * Counts.
   *
   * @param told every event, each once, those of one ticket in order
   */
  public static Figures of(String agent, List<TicketNews> told) {
    Map<UUID, List<TicketNews>> byTicket = new LinkedHashMap<>();
    told.forEach(n -> byTicket.computeIfAbsent(n.ticket(), _ -> new ArrayList<>()).add(n));
    long open = 0;
    long handled = 0;
    long closed = 0;
    List<Duration> responses = new ArrayList<>();
    List<Duration> resolutions = new ArrayList<>();
    List<Integer> stars = new ArrayList<>();
    long met = 0;
    long breached = 0;
    for (List<TicketNews> life : byTicket.values()) {
      life.sort(Comparator.comparing(TicketNews::sequence));
      TicketState end = life.getLast().state();
      if (end.deleted()) {
        continue;
      }
      boolean itsOwn = agent.equals(end.assignee());
      if (itsOwn && end.standing() == Standing.ACTIVE) {
        open++;
      }
      if (life.stream().anyMatch(n -> agent.equals(n.state().assignee()))) {
        handled++;
      }
      if (itsOwn && end.standing() == Standing.CLOSED) {
        closed++;
      }
      TicketNews answer = firstWithAnswer(life);
      if (answer != null && agent.equals(answer.staff())) {
        responses.add(Duration.between(end.createdAt(), answer.at()));
      }
      boolean firstIsIts = answer == null ? itsOwn : agent.equals(answer.staff());
      if (firstIsIts) {
        met += answer != null && !end.firstResponse().breached() ? 1 : 0;
        breached += end.firstResponse().breached() ? 1 : 0;
      }
      if (itsOwn && end.standing() != Standing.ACTIVE) {
        Instant at = Objects.requireNonNullElse(end.resolvedAt(), end.closedAt());
        resolutions.add(Duration.between(end.createdAt(), at));
      }
      if (itsOwn) {
        boolean done = end.resolution().at() != null;
        met += done && !end.resolution().breached() ? 1 : 0;
        breached += end.resolution().breached() ? 1 : 0;
      }
      life.stream()
          .filter(TicketNews::rated)
          .filter(n -> agent.equals(n.state().assignee()))
          .forEach(n -> stars.add(n.state().rating()));
    }
    return new Figures(
        open,
        handled,
        closed,
        responses.size(),
        responses.stream().mapToLong(Duration::toMillis).sum(),
        resolutions.size(),
        resolutions.stream().mapToLong(Duration::toMillis).sum(),
        stars.size(),
        stars.stream().mapToLong(Integer::longValue).sum(),
        met,
        breached);
  }

  private static @Nullable TicketNews firstWithAnswer(List<TicketNews> life) {
    return life.stream()
        .filter(n -> n.state().firstResponse().at() != null)
        .findFirst()
        .orElse(null);
  }
}
