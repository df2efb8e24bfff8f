package dev.handrail.agent.adapter.system;

import dev.handrail.agent.application.port.Ids;
import dev.handrail.kit.UuidV7;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Ids in the order of their making, so that new rows go to the end of an index. */
@ApplicationScoped
class TimeOrderedIds implements Ids {

  @Override
  public UUID next() {
    return UuidV7.next();
  }
}
