package dev.handrail.gateway;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about this gateway.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 takes a free one
 * @param services by name
 * @param corsOrigins web origins whose pages may call, exactly as a browser sends them
 * @param rate requests per second that one client address may make in the long run; twice as many
 *     in a burst; 0 for no limit
 * @param maxBody bytes in the body of an ordinary request
 * @param trustedProxies the only addresses whose {@code X-Forwarded-*} headers are believed
 */
record Settings(
    String host,
    int port,
    Map<String, Service> services,
    Set<String> corsOrigins,
    int rate,
    int maxBody,
    List<Network> trustedProxies) {

  static final int DEFAULT_PORT = 8080;
  static final int DEFAULT_RATE = 1000;
  static final int DEFAULT_MAX_BODY = 64 * 1024;

  private static final String PREFIX = "HANDRAIL_GATEWAY_";
  private static final String HOST = PREFIX + "HOST";
  private static final String PORT = PREFIX + "PORT";
  private static final String SERVICES = PREFIX + "SERVICES";
  private static final String CORS_ORIGINS = PREFIX + "CORS_ORIGINS";
  private static final String RATE = PREFIX + "RATE";
  private static final String MAX_BODY = PREFIX + "MAX_BODY";
  private static final String TRUSTED_PROXIES = PREFIX + "TRUSTED_PROXIES";
  private static final Set<String> KNOWN =
      Set.of(HOST, PORT, SERVICES, CORS_ORIGINS, RATE, MAX_BODY, TRUSTED_PROXIES);

  Settings {
    services = Map.copyOf(services);
    corsOrigins = Set.copyOf(corsOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * Reads and checks the environment.
   *
   * @throws InvalidSettings naming every variable that is wrong
   */
  static Settings from(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        problems.add(
            name + " is not a setting of the gateway; there are " + new TreeSet<>(KNOWN) + ".");
      }
    }
    var settings =
        new Settings(
            environment.getOrDefault(HOST, "127.0.0.1").strip(),
            number(environment, PORT, DEFAULT_PORT, 0, 65_535, problems),
            services(environment.getOrDefault(SERVICES, ""), problems),
            origins(environment.getOrDefault(CORS_ORIGINS, ""), problems),
            number(environment, RATE, DEFAULT_RATE, 0, 1_000_000, problems),
            number(environment, MAX_BODY, DEFAULT_MAX_BODY, 1024, 16 * 1024 * 1024, problems),
            networks(environment.getOrDefault(TRUSTED_PROXIES, ""), problems));
    if (settings.host.isEmpty()) {
      problems.add(HOST + " is empty; leave it out for 127.0.0.1.");
    }
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
    return settings;
  }

  private static int number(
      Map<String, String> environment,
      String name,
      int byDefault,
      int least,
      int most,
      List<String> problems) {
    String text = environment.get(name);
    if (text == null || text.isBlank()) {
      return byDefault;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, together with the range.
    }
    problems.add(
        name + " must be a whole number from " + least + " to " + most + ", not \"" + text + "\".");
    return byDefault;
  }

  private static Map<String, Service> services(String text, List<String> problems) {
    var services = new LinkedHashMap<String, Service>();
    for (String entry : list(text)) {
      int equals = entry.indexOf('=');
      int bar = entry.indexOf('|');
      if (equals < 1 || bar < equals) {
        problems.add(
            SERVICES
                + " must list name=API-URL|management-URL, separated by commas; this is not one: \""
                + entry
                + "\".");
        continue;
      }
      String name = entry.substring(0, equals).strip();
      Address api = address(entry.substring(equals + 1, bar).strip());
      Address management = address(entry.substring(bar + 1).strip());
      if (!Routes.services().contains(name)) {
        problems.add(
            SERVICES
                + " names \""
                + name
                + "\", but the gateway knows "
                + new TreeSet<>(Routes.services())
                + ".");
      } else if (api == null || management == null) {
        problems.add(
            SERVICES
                + " must give "
                + name
                + " two URLs like http://127.0.0.1:9101, nothing after the port.");
      } else if (services.put(name, new Service(name, api, management)) != null) {
        problems.add(SERVICES + " names " + name + " twice.");
      }
    }
    if (services.isEmpty() && problems.isEmpty()) {
      problems.add(
          SERVICES
              + " is not set: there is nothing to route to. Example: ticket-service=http://127.0.0.1:9101|http://127.0.0.1:9201");
    }
    return services;
  }

  private static @Nullable Address address(String url) {
    URI uri = uri(url);
    if (uri == null
        || !"http".equals(uri.getScheme())
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      return null;
    }
    String host = uri.getHost();
    return new Address(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() < 0 ? 80 : uri.getPort());
  }

  private static Set<String> origins(String text, List<String> problems) {
    var origins = new LinkedHashSet<String>();
    for (String origin : list(text)) {
      URI uri = uri(origin);
      boolean exact =
          uri != null
              && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && origin.equals(
                  uri.getScheme()
                      + "://"
                      + uri.getHost()
                      + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
      if (exact) {
        origins.add(origin);
      } else {
        problems.add(
            CORS_ORIGINS
                + " must list exact origins like https://help.example.org, not \""
                + origin
                + "\".");
      }
    }
    return origins;
  }

  private static List<Network> networks(String text, List<String> problems) {
    var networks = new ArrayList<Network>();
    for (String entry : list(text)) {
      try {
        networks.add(Network.parse(entry));
      } catch (IllegalArgumentException e) {
        problems.add(
            TRUSTED_PROXIES
                + " must list addresses or blocks like 10.0.0.0/8, not \""
                + entry
                + "\".");
      }
    }
    return networks;
  }

  private static List<String> list(String text) {
    var entries = new ArrayList<String>();
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }

  private static @Nullable URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
