package dev.handrail.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web origins may call, and the headers that tell their browsers so. Tokens travel in a
 * header and never in a cookie, so credentials are never allowed.
 */
final class Cors {
  private static final CharSequence ALLOW_ORIGIN =
      HttpHeaders.createOptimized("Access-Control-Allow-Origin");
  private static final CharSequence EXPOSE =
      HttpHeaders.createOptimized("Access-Control-Expose-Headers");
  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized(
          "ETag, Location, X-Request-Id, Retry-After, Idempotency-Replayed");
  private static final CharSequence VARY = HttpHeaders.createOptimized("Vary");
  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("Origin");

  private final Set<String> origins;

  Cors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  boolean isAllowed(String origin) {
    return origins.contains(origin);
  }

  /** Adds what an answer to this origin needs; nothing if it may not read it. */
  void decorate(MultiMap headers, @Nullable String origin) {
    if (origins.isEmpty()) {
      return;
    }
    headers.add(VARY, ORIGIN);
    if (origin != null && isAllowed(origin)) {
      headers.set(ALLOW_ORIGIN, origin);
      headers.set(EXPOSE, EXPOSED);
    }
  }

  /** What a preflight request is told, beside {@link #decorate}. */
  static void preflight(MultiMap headers) {
    headers.set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
    headers.set(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match,"
            + " Last-Event-ID, X-Request-Id");
    headers.set("Access-Control-Max-Age", "600");
  }
}
