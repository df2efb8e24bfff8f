package dev.handrail.kit;

import com.sun.net.httpserver.HttpServer;
import dev.handrail.kit.testing.TestIssuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * More trusted issuers: one that may speak for customers and services of {@code rides} only, and
 * agent-service's; and agent-service's not-before list, which tests write themselves.
 */
public class IssuersResource implements QuarkusTestResourceLifecycleManager {
  /** The {@code iss} of the narrow one. */
  public static final String NARROW = "https://narrow.handrail.test";

  /** The {@code iss} of agent-service. */
  public static final String AGENTS = "handrail-agents";

  private static final String NARROW_KEY = "handrail.test.narrow.key";
  private static final String AGENTS_KEY = "handrail.test.agents.key";
  private static final String LIST = "handrail.test.not-before";

  private final AtomicReference<String> entries = new AtomicReference<>("");
  private final AtomicReference<@Nullable String> lastCaller = new AtomicReference<>();
  private @Nullable HttpServer server;

  /** The same issuer for resource and tests. */
  public static TestIssuer narrow() {
    return TestIssuer.shared(NARROW, NARROW_KEY);
  }

  /** agent-service as an issuer, the same for resource and tests. */
  public static TestIssuer agents() {
    return TestIssuer.shared(AGENTS, AGENTS_KEY);
  }

  /** Puts these entries, JSON with commas between, on the list instead of those that are there. */
  public static void notBefore(String entries) {
    exchange("PUT", entries);
  }

  /** The token that the list was asked for with last. */
  public static String lastCaller() {
    return exchange("OPTIONS", "");
  }

  private static String exchange(String method, String body) {
    URI address = URI.create(Objects.requireNonNull(System.getProperty(LIST)));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    Map<String, String> config =
        new HashMap<>(narrow().config("narrow", List.of("customer", "service"), List.of("rides")));
    config.putAll(agents().config("agents", List.of("support_agent", "admin"), List.of("*")));
    config.put("handrail.not-before.url", serveList());
    config.put("handrail.not-before.every", "50ms");
    return config;
  }

  private String serveList() {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      made.createContext(
          "/internal/not-before",
          exchange -> {
            String answer = "";
            switch (exchange.getRequestMethod()) {
              case "PUT" ->
                  entries.set(
                      new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              case "OPTIONS" -> answer = String.valueOf(lastCaller.get());
              default -> {
                lastCaller.set(exchange.getRequestHeaders().getFirst("Authorization"));
                answer =
                    "{\"at\":\"%s\",\"revision\":1,\"more\":{},\"entries\":[%s]}"
                        .formatted(Instant.now(), entries.get());
              }
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      made.start();
      server = made;
      String address = "http://127.0.0.1:" + made.getAddress().getPort() + "/internal/not-before";
      System.setProperty(LIST, address);
      return address;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }
}
