package dev.handrail.agent.application;

import dev.handrail.agent.application.port.TicketRecords;
import dev.handrail.agent.domain.figures.TicketNews;
import dev.handrail.agent.domain.figures.TicketRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Takes note of what happened to a ticket, and of whose work it was (A6). */
@ApplicationScoped
public class FollowTicket {

  /** The event to take note of. */
  public record Command(TicketNews news) {}

  private final TicketRecords records;

  FollowTicket(TicketRecords records) {
    this.records = records;
  }

  /** Counts the event; one that is old adds what only it tells, one that is known nothing. */
  @Transactional
  public void handle(Command command) {
    TicketNews news = command.news();
    TicketRecord before = records.lock(news.ticket()).orElse(null);
    if (before == null) {
      TicketRecord first = TicketRecord.of(news);
      if (records.add(first)) {
        records.credit(TicketRecord.difference(null, first));
        return;
      }
      before = records.lock(news.ticket()).orElseThrow();
    }
    TicketRecord after = before.with(news);
    if (!after.equals(before)) {
      records.replace(after);
      records.credit(TicketRecord.difference(before, after));
    }
  }
}
