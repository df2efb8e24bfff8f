package dev.handrail.kit.identity;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads internal routes of our other services. Blocks; never call it on an event loop. */
@ApplicationScoped
public class ServiceClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int LONGEST_ANSWER = 8 * 1024 * 1024;
  private static final String LOOPBACK = "127.0.0.1";

  private final ServiceTokens tokens;
  private final ObjectMapper json;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ServiceClient(ServiceTokens tokens, ObjectMapper json) {
    this.tokens = tokens;
    // The other service may be newer and say more.
    this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /**
   * An address of the configuration that our tokens may be sent to: {@code https://…}, or {@code
   * http://127.0.0.1…} where no production profile is on.
   *
   * @param setting its name, for the message
   * @throws IllegalStateException if it is another
   */
  public static URI address(String setting, String text) {
    URI address;
    try {
      address = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(setting + " is not an address: " + text, e);
    }
    String scheme = String.valueOf(address.getScheme());
    boolean nearby =
        scheme.equals("http")
            && LOOPBACK.equals(address.getHost())
            && !ConfigUtils.getProfiles().contains("prod");
    if (address.getHost() == null || !(scheme.equals("https") || nearby)) {
      throw new IllegalStateException(setting + " is not https://…: " + text);
    }
    return address;
  }

  /**
   * What a route answers with 200.
   *
   * @param address as checked by {@link #address}, with path and query
   * @throws IOException if the service is away, takes longer than three seconds, or answers
   *     anything else
   */
  public <T> T get(URI address, Class<T> type) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + tokens.token())
            .header("Accept", "application/json")
            .GET()
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      // The request's own time-out ends with the headers; the body must come within it too.
      HttpResponse<byte[]> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("It answered with status " + response.statusCode() + ".");
      }
      T value = json.readValue(response.body(), type);
      if (value == null) {
        throw new IOException("It answered null.");
      }
      return value;
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("It did not answer within " + TIMEOUT.toSeconds() + " s.", e);
    } catch (ExecutionException e) {
      throw new IOException("It could not be read: " + e.getCause(), e);
    }
  }

  @PreDestroy
  void close() {
    client.shutdownNow();
  }
}
