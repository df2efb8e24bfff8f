package dev.handrail.kit.identity;

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

/** A JWKS document behind an address of the configuration; never of a token. */
final class HttpKeySource implements KeySource {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  HttpKeySource(URI address) {
    this.address = address;
  }

  @Override
  public String read() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
    var body = BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_DOCUMENT);
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, body);
    try {
      // The request's own time-out ends with the headers; the body must come within it too.
      HttpResponse<String> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("It answered with status " + response.statusCode() + ".");
      }
      return response.body();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("It did not answer within " + TIMEOUT.toSeconds() + " s.", e);
    } catch (ExecutionException e) {
      throw new IOException("It could not be read: " + e.getCause(), e);
    }
  }

  @Override
  public String location() {
    return address.toString();
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(5);
  }

  @Override
  public boolean neededAtStart() {
    return false;
  }
}
