package dev.handrail.kit.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Acts on one type of event only. */
@ApplicationScoped
class Choosy implements EventConsumer {
  static final String TOPIC = "platform-events";
  static final String KNOWN = "handrail.Known.v1";

  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public String group() {
    return "choosy";
  }

  @Override
  public Set<String> types() {
    return Set.of(KNOWN);
  }

  @Override
  public void apply(IncomingEvent event) {
    seen.add(event.type());
  }

  List<String> seen() {
    return List.copyOf(seen);
  }
}
