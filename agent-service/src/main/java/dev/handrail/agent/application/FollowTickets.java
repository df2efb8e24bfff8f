package dev.handrail.agent.application;

import dev.handrail.agent.application.port.TicketRecords;
import dev.handrail.agent.domain.figures.Figures;
import dev.handrail.agent.domain.figures.TicketNews;
import dev.handrail.agent.domain.figures.TicketRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes note of what happened to tickets, and of whose work it was (A6). */
@ApplicationScoped
public class FollowTickets {

  /** The events to take note of, those of a ticket in any order. */
  public record Command(List<TicketNews> news) {}

  private final TicketRecords records;

  FollowTickets(TicketRecords records) {
    this.records = records;
  }

  /** Counts the events; one that is old adds what only it tells, one that is known nothing. */
  @Transactional
  public void handle(Command command) {
    Map<UUID, TicketRecord> heard = new HashMap<>();
    for (TicketNews news : command.news()) {
      heard.merge(news.ticket(), TicketRecord.of(news), (known, _) -> known.with(news));
    }
    Map<UUID, TicketRecord> before = records.lock(heard.keySet());
    List<TicketRecord> first =
        heard.values().stream().filter(record -> !before.containsKey(record.ticket())).toList();
    Collection<UUID> taken = first.isEmpty() ? List.of() : records.add(first);
    // Another replica has added them in between: from now on they are locked for us.
    before.putAll(taken.isEmpty() ? Map.of() : records.lock(taken));

    List<TicketRecord> changed = new ArrayList<>();
    Map<String, Figures> credits = new HashMap<>();
    for (TicketRecord news : heard.values()) {
      TicketRecord known = before.get(news.ticket());
      TicketRecord after = known == null ? news : known.and(news);
      if (!after.equals(known)) {
        if (known != null) {
          changed.add(after);
        }
        TicketRecord.difference(known, after)
            .forEach((agent, figures) -> credits.merge(agent, figures, Figures::plus));
      }
    }
    if (!changed.isEmpty()) {
      records.replace(changed);
    }
    credits.values().removeIf(Figures.NONE::equals);
    records.credit(credits);
  }
}
