package dev.handrail.kit.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets events gather, and applies them together unless one of them wishes to "fail". */
@ApplicationScoped
class Heaps implements BatchConsumer {
  static final String TOPIC = "conversation-events";

  private final List<List<Long>> applied = new CopyOnWriteArrayList<>();

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public String group() {
    return "heaps";
  }

  @Override
  public Duration gathers() {
    return Duration.ofMillis(300);
  }

  @Override
  public void applyAll(List<IncomingEvent> events) {
    List<Long> heap = new ArrayList<>();
    for (IncomingEvent event : events) {
      if (event.data().path("wish").asText().equals("fail")) {
        throw new IllegalStateException("as wished");
      }
      heap.add(event.sequence());
    }
    applied.add(heap);
  }

  /** The sequences of the events, heap by heap. */
  List<List<Long>> applied() {
    return List.copyOf(applied);
  }
}
