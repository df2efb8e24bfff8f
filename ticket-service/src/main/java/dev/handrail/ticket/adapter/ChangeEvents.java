package dev.handrail.ticket.adapter;

import dev.handrail.kit.outbox.OutboxEvent;
import dev.handrail.ticket.domain.Change;
import java.util.List;

/**
 * Makes the published events out of a change. Between the adapter that stores changes, which knows
 * the transaction, and the one that knows the contract.
 */
public interface ChangeEvents {

  /** The events of a change in order, numbered as the change says. */
  List<OutboxEvent> of(Change change);
}
