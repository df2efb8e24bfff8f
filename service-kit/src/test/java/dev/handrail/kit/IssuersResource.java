package dev.handrail.kit;

import dev.handrail.kit.testing.TestIssuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** A second trusted issuer, which may speak for customers and services of {@code rides} only. */
public class IssuersResource implements QuarkusTestResourceLifecycleManager {
  /** Its {@code iss}. */
  public static final String NARROW = "https://narrow.handrail.test";

  private static final String NARROW_KEY = "handrail.test.narrow.key";

  /** The same issuer for resource and tests. */
  public static TestIssuer narrow() {
    return TestIssuer.shared(NARROW, NARROW_KEY);
  }

  @Override
  public Map<String, String> start() {
    return narrow().config("narrow", List.of("customer", "service"), List.of("rides"));
  }

  @Override
  public void stop() {
    // An issuer has nothing to stop.
  }
}
