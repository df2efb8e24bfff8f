package dev.handrail.agent.application;

import dev.handrail.agent.application.port.TicketRecords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Adds up what events have noted of agents, so that reading their figures stays cheap. */
@ApplicationScoped
public class SumUpFigures {

  private final TicketRecords records;

  SumUpFigures(TicketRecords records) {
    this.records = records;
  }

  /**
   * Adds up at most so many notes; nobody's figures change by it.
   *
   * @return how many there were
   */
  @Transactional
  public int handle(int most) {
    return records.sumUp(most);
  }
}
