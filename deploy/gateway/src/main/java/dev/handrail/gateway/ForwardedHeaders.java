package dev.handrail.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which headers pass the gateway, and what it adds for the service. */
final class ForwardedHeaders {
  static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
  static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");

  /** They speak about one connection only (RFC 9110, 7.6.1). */
  private static final List<CharSequence> HOP_BY_HOP =
      optimized(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade");

  /** Set anew for the service, or settled here. */
  private static final List<CharSequence> NOT_FROM_CLIENTS =
      optimized(
          "Host",
          "Content-Length",
          "Expect",
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Proto",
          "X-Forwarded-Host",
          "X-Forwarded-Port",
          "X-Forwarded-Prefix",
          "X-Forwarded-Ssl",
          "X-Real-IP",
          "X-Original-URL",
          "X-Rewrite-URL",
          "X-HTTP-Method-Override",
          "X-HTTP-Method",
          "X-Method-Override");

  /** What a service says about itself, or what the gateway says in its place. Lower case. */
  private static final Set<String> NOT_FROM_SERVICES =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "server",
          "x-powered-by",
          "x-request-id",
          "x-content-type-options",
          "x-frame-options",
          "referrer-policy",
          "strict-transport-security",
          "access-control-allow-origin",
          "access-control-allow-credentials",
          "access-control-allow-methods",
          "access-control-allow-headers",
          "access-control-expose-headers",
          "access-control-max-age");

  /** Framing and routing must not be removable by naming them in a Connection header. */
  private static final Set<String> NEVER_HOP_BY_HOP =
      Set.of("host", "content-length", "authorization", "content-type");

  private ForwardedHeaders() {}

  private static List<CharSequence> optimized(String... names) {
    var optimized = new ArrayList<CharSequence>();
    for (String name : names) {
      optimized.add(HttpHeaders.createOptimized(name));
    }
    return List.copyOf(optimized);
  }

  /** Fills the headers of the request to a service. */
  static void toService(Exchange exchange, MultiMap to) {
    MultiMap from = exchange.request.headers();
    to.setAll(from);
    if (from.contains(HttpHeaders.CONNECTION)) {
      for (String name : connectionOptions(from)) {
        if (!NEVER_HOP_BY_HOP.contains(name)) {
          to.remove(name);
        }
      }
    }
    for (CharSequence name : HOP_BY_HOP) {
      to.remove(name);
    }
    for (CharSequence name : NOT_FROM_CLIENTS) {
      to.remove(name);
    }
    to.set(Exchange.REQUEST_ID, exchange.id);
    to.set(FORWARDED_FOR, exchange.client.address());
    to.set(FORWARDED_PROTO, exchange.client.https() ? "https" : "http");
    String host = host(exchange, from);
    if (host != null) {
      to.set(FORWARDED_HOST, host);
    }
  }

  private static @Nullable String host(Exchange exchange, MultiMap from) {
    String byProxy = exchange.client.throughProxy() ? from.get(FORWARDED_HOST) : null;
    return byProxy == null ? from.get(HttpHeaders.HOST) : byProxy;
  }

  /** Fills the headers of the answer to the client. */
  static void toClient(MultiMap from, MultiMap to, Service service) {
    Set<String> named = from.contains(HttpHeaders.CONNECTION) ? connectionOptions(from) : Set.of();
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (NOT_FROM_SERVICES.contains(name)
          || (named.contains(name) && !NEVER_HOP_BY_HOP.contains(name))) {
        continue;
      }
      if (name.equals("location")) {
        to.add(header.getKey(), location(header.getValue(), service));
      } else {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** The address of a service means nothing outside; its path does. */
  private static String location(String location, Service service) {
    String origin = service.origin();
    return location.startsWith(origin + "/") ? location.substring(origin.length()) : location;
  }

  private static Set<String> connectionOptions(MultiMap headers) {
    var names = new HashSet<String>();
    for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
      for (String name : value.split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }
}
