package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.figures.Figures;
import dev.handrail.agent.domain.figures.TicketRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps what is known of tickets, and the sums of what agents have done. */
public interface TicketRecords {

  /**
   * What is known of tickets, locked until the transaction ends; one of which nothing is known is
   * missing.
   */
  Map<UUID, TicketRecord> lock(Collection<UUID> tickets);

  /**
   * Adds the first that is known of tickets.
   *
   * @return those for which another was faster, which are left as they are
   */
  List<UUID> add(List<TicketRecord> records);

  /** Replaces what is known of tickets. */
  void replace(List<TicketRecord> records);

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
