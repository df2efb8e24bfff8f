package dev.handrail.kit.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.outbox.Trace;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes every event into table {@code effect} and then does what the event's data wish: "fail",
 * "malformed", "busy" (a deadlock for the first five times) or "stick".
 */
@ApplicationScoped
class Recorder implements EventConsumer {
  static final String TOPIC = "agent-events";
  static final String GROUP = "recorder";
  static final CountDownLatch UNSTICK = new CountDownLatch(1);

  private final Sql sql;
  private final Set<UUID> healed = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Integer> tries = new ConcurrentHashMap<>();
  private final Map<UUID, String> traces = new ConcurrentHashMap<>();

  Recorder(Sql sql) {
    this.sql = sql;
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public String group() {
    return GROUP;
  }

  @Override
  public void apply(IncomingEvent event) {
    int attempt = tries.merge(event.id(), 1, Integer::sum);
    String trace = Trace.current();
    if (trace != null) {
      traces.put(event.id(), trace);
    }
    sql.update(
        "INSERT INTO effect (event_id, key, sequence) VALUES (?, ?, ?)",
        event.id(),
        event.key(),
        event.sequence());
    JsonNode wish = event.data().path("wish");
    switch (healed.contains(event.id()) ? "" : wish.asText()) {
      case "fail" -> throw new IllegalStateException("as wished");
      case "malformed" -> throw new MalformedEvent("as wished");
      case "busy" -> {
        if (attempt <= 5) {
          throw new SqlFailure(new SQLException("as wished", "40P01"));
        }
      }
      case "stick" -> stick();
      default -> {
        // The effect alone.
      }
    }
  }

  void heal(UUID id) {
    healed.add(id);
  }

  int tries(UUID id) {
    return tries.getOrDefault(id, 0);
  }

  @Nullable String trace(UUID id) {
    return traces.get(id);
  }

  private static void stick() {
    try {
      UNSTICK.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
