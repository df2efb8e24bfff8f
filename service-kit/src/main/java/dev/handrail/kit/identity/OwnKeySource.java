package dev.handrail.kit.identity;

import java.time.Duration;

/** The keys of this service itself. */
record OwnKeySource(OwnIssuer issuer) implements KeySource {
  @Override
  public String read() {
    return issuer.jwks();
  }

  @Override
  public String location() {
    return "this service";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public boolean neededAtStart() {
    return true;
  }
}
