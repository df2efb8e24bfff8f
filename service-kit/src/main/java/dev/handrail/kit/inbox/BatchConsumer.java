package dev.handrail.kit.inbox;

import java.util.List;

/**
 * A consumer whose events cost less together: what one statement can do for many. It publishes
 * nothing, since its effects belong to no single event.
 */
public interface BatchConsumer extends EventConsumer {

  /**
   * Has the effects of these events, those of a key in order, inside the transaction that holds
   * their inbox rows. What {@link #apply} says of failures holds: whoever fails is called again
   * with one event at a time, so that only the one at fault is set aside.
   *
   * @param events not empty
   */
  void applyAll(List<IncomingEvent> events);

  @Override
  default void apply(IncomingEvent event) {
    applyAll(List.of(event));
  }
}
