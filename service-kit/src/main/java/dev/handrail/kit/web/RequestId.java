package dev.handrail.kit.web;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id by which one request is found again in answers and logs. */
final class RequestId {
  /** Request and response header. */
  static final String HEADER = "X-Request-Id";

  /** Key in the logging context. */
  static final String LOG_KEY = "requestId";

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  /** The caller's id if it is sane, else a new one. */
  static String of(@Nullable String sent) {
    return sent != null && SANE.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
