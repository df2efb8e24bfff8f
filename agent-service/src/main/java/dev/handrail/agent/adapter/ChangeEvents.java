package dev.handrail.agent.adapter;

import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.DepartmentChange;
import dev.handrail.kit.outbox.OutboxEvent;
import java.util.List;

/**
 * Makes the published events out of a change. Between the adapters that store changes, which know
 * the transaction, and the one that knows the contract.
 */
public interface ChangeEvents {

  /** The events of a change in order, numbered as the change says. */
  List<OutboxEvent> of(Change change);

  /** Likewise of a department. */
  List<OutboxEvent> of(DepartmentChange change);
}
