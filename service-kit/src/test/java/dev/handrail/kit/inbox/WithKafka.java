package dev.handrail.kit.inbox;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Relay and consumers run, and a stuck one is noticed soon. */
public class WithKafka implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "handrail.outbox.relay", "true",
        "handrail.inbox.consume", "true",
        "handrail.liveness.patience", "5s");
  }
}
