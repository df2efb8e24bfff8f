package dev.handrail.agent.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Measures how long registrations of known and unknown addresses take, in turn. Not part of the
 * suite, which asserts no times: run it by its name ({@code -Dtest=RegistrationTimes}) on a machine
 * that does nothing else.
 */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RegistrationTimes {
  private static final int WARM_UP = 40;
  private static final int SAMPLES = 200;

  @TestHTTPResource(Api.AGENTS)
  URI agents;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void measure() throws Exception {
    long[] ofKnown = new long[SAMPLES];
    long[] ofUnknown = new long[SAMPLES];
    String known = address();
    time(known);
    for (int i = 0; i < WARM_UP + SAMPLES; i++) {
      boolean knownFirst = i % 2 == 0;
      long first = time(knownFirst ? known : address());
      long second = time(knownFirst ? address() : known);
      if (i >= WARM_UP) {
        ofKnown[i - WARM_UP] = knownFirst ? first : second;
        ofUnknown[i - WARM_UP] = knownFirst ? second : first;
      }
    }
    System.out.printf(
        "register: known median %.2f ms (p90 %.2f), unknown median %.2f ms (p90 %.2f)%n",
        percentile(ofKnown, 50),
        percentile(ofKnown, 90),
        percentile(ofUnknown, 50),
        percentile(ofUnknown, 90));
  }

  private long time(String email) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(agents)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"firstName": "Ada", "lastName": "Lovelace", "department": "technical",
                     "password": "a long walk home at dusk", "email": "%s"}"""
                        .formatted(email)))
            .build();
    long start = System.nanoTime();
    int answered = client.send(request, BodyHandlers.ofString()).statusCode();
    long took = System.nanoTime() - start;
    assertThat(answered).isEqualTo(202);
    return took;
  }

  private static String address() {
    return UUID.randomUUID() + "@support.example";
  }

  private static double percentile(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length * percent / 100] / 1e6;
  }
}
