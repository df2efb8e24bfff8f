package dev.handrail.agent.adapter.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Profile;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Measures how long known and unknown addresses take, in turn. Not part of the suite, which asserts
 * no times: run it by its name ({@code -Dtest=SignInTimes}) on a machine that does nothing else.
 */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class SignInTimes {
  private static final int WARM_UP = 40;
  private static final int SAMPLES = 200;

  @Inject Argon2PasswordHashes hashes;
  @Inject AgentRepository agents;

  @TestHTTPResource("/api/v1/sessions")
  URI sessions;

  @TestHTTPResource("/api/v1/password-resets")
  URI resets;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void measure() throws Exception {
    String hash = hashes.hash("zebra-lamp-42");
    List<String> known = new ArrayList<>();
    for (int i = 0; i < WARM_UP + SAMPLES; i++) {
      UUID id = UuidV7.next();
      Profile profile =
          new Profile("Ann", "Lee", null, null, "technical", List.of(), List.of(), null);
      String email = id + "@example.test";
      QuarkusTransaction.requiringNew()
          .run(() -> agents.save(Agent.register(id, email, hash, profile, Instant.now())));
      known.add(email);
    }
    compare("sign in", sessions, known, "\",\"password\":\"not-the-password\"}", 401);
    compare("ask for a reset", resets, known, "\"}", 202);
  }

  private void compare(String what, URI route, List<String> known, String rest, int status)
      throws IOException, InterruptedException {
    long[] ofKnown = new long[SAMPLES];
    long[] ofUnknown = new long[SAMPLES];
    for (int i = 0; i < WARM_UP + SAMPLES; i++) {
      String unknown = UUID.randomUUID() + "@example.test";
      boolean knownFirst = i % 2 == 0;
      long first = time(route, knownFirst ? known.get(i) : unknown, rest, status);
      long second = time(route, knownFirst ? unknown : known.get(i), rest, status);
      if (i >= WARM_UP) {
        ofKnown[i - WARM_UP] = knownFirst ? first : second;
        ofUnknown[i - WARM_UP] = knownFirst ? second : first;
      }
    }
    System.out.printf(
        "%s: known median %.2f ms (p90 %.2f), unknown median %.2f ms (p90 %.2f)%n",
        what,
        percentile(ofKnown, 50),
        percentile(ofKnown, 90),
        percentile(ofUnknown, 50),
        percentile(ofUnknown, 90));
  }

  private long time(URI route, String email, String rest, int status)
      throws IOException, InterruptedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HttpRequest request =
        HttpRequest.newBuilder(route)
            .header("Content-Type", "application/json")
            .header(
                "X-Forwarded-For", "10." + random.nextInt(256) + "." + random.nextInt(256) + ".1")
            .POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"" + email + rest))
            .build();
    long start = System.nanoTime();
    int answered = client.send(request, BodyHandlers.ofString()).statusCode();
    long took = System.nanoTime() - start;
    assertThat(answered).isEqualTo(status);
    return took;
  }

  private static double percentile(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length * percent / 100] / 1e6;
  }
}
