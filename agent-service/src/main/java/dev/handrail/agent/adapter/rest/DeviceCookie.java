package dev.handrail.agent.adapter.rest;

import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a device shows that has signed in before. It gives no right to anything: it only keeps
 * others' guessing from locking the owner out.
 */
final class DeviceCookie {
  static final String NAME = "handrail_device";

  private static final int LONGEST = 128;
  private static final Duration KEPT = Duration.ofDays(180);

  private DeviceCookie() {}

  /** What was shown, if it can be one. */
  static @Nullable String read(@Nullable String value) {
    return value == null || value.isEmpty() || value.length() > LONGEST ? null : value;
  }

  static NewCookie of(String device) {
    return new NewCookie.Builder(NAME)
        .value(device)
        .path(SessionResource.PATH)
        .maxAge((int) KEPT.toSeconds())
        .secure(true)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
