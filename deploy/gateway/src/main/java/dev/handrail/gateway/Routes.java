package dev.handrail.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one table that says which service answers which part of the API. */
final class Routes {
  /** Everything that is routed begins with this, except {@link #KEYS}. */
  static final String BASE = "/api/v1/";

  /** Public keys of the tokens that agent-service issues. */
  static final String KEYS = "/.well-known/jwks.json";

  private static final String TICKETS = "ticket-service";
  private static final String AGENTS = "agent-service";
  private static final String NOTIFICATIONS = "notification-service";
  private static final String FAQ = "faq-service";
  private static final String ANALYTICS = "analytics-service";

  private static final Map<String, Route> BY_SEGMENT = new HashMap<>();

  private static final Route KEYS_ROUTE = new Route(AGENTS, Route.Kind.ORDINARY);

  static {
    ordinary(
        TICKETS,
        "tickets",
        "ratings",
        "audit",
        "people",
        "apps",
        "categories",
        "custom-fields",
        "canned-responses",
        "macros",
        "rules",
        "views",
        "sla-policies",
        "business-calendars",
        "linkable",
        "erasures",
        "conversations",
        "platform-events",
        "jobs");
    ordinary(AGENTS, "agents", "sessions", "password-resets", "departments", "teams");
    ordinary(
        NOTIFICATIONS,
        "notifications",
        "notification-preferences",
        "push-subscriptions",
        "push-key",
        "unsubscribe",
        "webhooks",
        "feed",
        "live-tickets");
    ordinary(FAQ, "faqs", "faq-categories", "faq-analytics");
    ordinary(ANALYTICS, "analytics");
    BY_SEGMENT.put("attachments", new Route(TICKETS, Route.Kind.UPLOAD));
    BY_SEGMENT.put("stream", new Route(NOTIFICATIONS, Route.Kind.EVENTS));
    BY_SEGMENT.put("live", new Route(NOTIFICATIONS, Route.Kind.SOCKET));
  }

  private Routes() {}

  private static void ordinary(String service, String... segments) {
    for (String segment : segments) {
      BY_SEGMENT.put(segment, new Route(service, Route.Kind.ORDINARY));
    }
  }

  /** The names of all services that the table knows. */
  static Set<String> services() {
    return Set.copyOf(List.of(TICKETS, AGENTS, NOTIFICATIONS, FAQ, ANALYTICS));
  }

  /**
   * The route of a path that {@link RequestTarget} found no fault with, or null if there is none.
   * The first segment is compared byte by byte: an encoded letter is another name.
   */
  static @Nullable Route of(String path) {
    if (path.startsWith(BASE)) {
      int end = path.indexOf('/', BASE.length());
      return BY_SEGMENT.get(path.substring(BASE.length(), end < 0 ? path.length() : end));
    }
    return path.equals(KEYS) ? KEYS_ROUTE : null;
  }
}
