package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.figures.Figures;
import dev.handrail.agent.domain.figures.TicketRecord;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps what is known of tickets, and the sums of what agents have done. */
public interface TicketRecords {

  /** What is known of a ticket, locked until the transaction ends; empty if nothing is. */
  Optional<TicketRecord> lock(UUID ticket);

  /** Adds the first that is known of a ticket; false if another was faster. */
  boolean add(TicketRecord record);

  /** Replaces what is known of a ticket. */
  void replace(TicketRecord record);

  /** Notes what is to be added to the sums of these agents; it counts at once. */
  void credit(Map<String, Figures> differences);

  /**
   * Adds up at most so many of the notes. One does so at a time; whoever finds another at it leaves
   * it to that one.
   *
   * @return how many were added up
   */
  int sumUp(int most);
}
