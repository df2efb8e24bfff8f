package dev.handrail.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error that the gateway itself answers (RFC 9457), in the shape that the services use.
 *
 * @param slug the stable last part of {@code type}
 * @param title the same for every occurrence
 * @param detail what went wrong this time; nothing of the inside
 * @param allowed the methods that would have been legal; empty if that is not the trouble
 * @param retryAfter seconds to wait before another try; 0 if that is not the trouble
 */
record Problem(
    int status, String slug, String title, String detail, List<String> allowed, long retryAfter) {

  static final String MEDIA_TYPE = "application/problem+json";

  Problem(int status, String slug, String title, String detail) {
    this(status, slug, title, detail, List.of(), 0);
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "invalid-request", "Invalid request", detail);
  }

  static Problem notFound() {
    return new Problem(404, "not-found", "Not found", "There is nothing here for you.");
  }

  static Problem originNotAllowed() {
    return new Problem(
        403,
        "origin-not-allowed",
        "Origin not allowed",
        "Pages of this origin may not call this API.");
  }

  static Problem methodNotAllowed(List<String> allowed) {
    return new Problem(
        405,
        "method-not-allowed",
        "Method not allowed",
        "See the Allow header for those.",
        allowed,
        0);
  }

  static Problem bodyTooSlow() {
    return new Problem(
        408,
        "request-timeout",
        "Request timeout",
        "The body of the request did not arrive in time.");
  }

  static Problem bodyTooLarge(long limit) {
    return new Problem(
        413,
        "too-large",
        "Too large",
        "The body of the request is larger than " + limit + " bytes.");
  }

  static Problem targetTooLong() {
    return new Problem(
        414, "target-too-long", "Request target too long", "The URL of the request is too long.");
  }

  static Problem expectationFailed() {
    return new Problem(
        417, "expectation-failed", "Expectation failed", "Only 100-continue can be expected.");
  }

  static Problem upgradeRequired() {
    return new Problem(
        426, "upgrade-required", "Upgrade required", "This is a WebSocket of version 13.");
  }

  static Problem tooManyRequests(long retryAfter) {
    return new Problem(
        429,
        "too-many-requests",
        "Too many requests",
        "Slow down and try again later.",
        List.of(),
        retryAfter);
  }

  static Problem headersTooLarge() {
    return new Problem(
        431, "headers-too-large", "Headers too large", "The headers of the request are too large.");
  }

  static Problem unavailable() {
    return new Problem(
        503, "unavailable", "Not available now", "Try again in a moment.", List.of(), 1);
  }

  static Problem versionNotSupported() {
    return new Problem(
        505, "version-not-supported", "HTTP version not supported", "Speak HTTP/1.1.");
  }

  /** The same as the services use for a fault of theirs. */
  static Problem internal() {
    return new Problem(
        500,
        "internal-error",
        "Something went wrong",
        "It is our fault and was recorded under the X-Request-Id of this answer.");
  }

  /** Stands in for an error of a service that does not explain itself in our terms. */
  static Problem unexplained(int status) {
    return switch (status) {
      case 400 -> badRequest("The request is malformed or invalid.");
      case 401 ->
          new Problem(401, "unauthorized", "Not signed in", "This needs a valid bearer token.");
      case 403 -> new Problem(403, "forbidden", "Not allowed", "You may not do this.");
      case 404 -> notFound();
      case 405 ->
          new Problem(
              405, "method-not-allowed", "Method not allowed", "See the Allow header for those.");
      case 413 -> new Problem(413, "too-large", "Too large", "The request is too large.");
      case 415 ->
          new Problem(
              415,
              "unsupported-media-type",
              "Unsupported media type",
              "Send the body as another content type, such as application/json.");
      case 503 -> unavailable();
      default ->
          status < 500
              ? new Problem(status, "invalid-request", "Invalid request", "It cannot be answered.")
              : internal();
    };
  }

  /** The body; {@code instance} is left out when the request has no readable path. */
  Buffer body(@Nullable String instance) {
    var json =
        new JsonObject()
            .put("type", "/problems/" + slug)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    if (instance != null) {
      json.put("instance", instance);
    }
    if (!allowed.isEmpty()) {
      json.put("allowed", allowed);
    }
    if (retryAfter > 0) {
      json.put("retryAfter", retryAfter);
    }
    return json.toBuffer();
  }
}
