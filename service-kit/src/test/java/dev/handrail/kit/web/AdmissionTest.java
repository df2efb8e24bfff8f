package dev.handrail.kit.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.KitTest;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.TestIssuer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KitTest
class AdmissionTest {
  private static final int MAX = 128;
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @TestHTTPResource("/api/v1/things/slow")
  URI slow;

  @Inject MeterRegistry metrics;

  private final String token = TestIssuer.shared().token("customer", "42").app("bookings").sign();

  @AfterEach
  void open_the_gate() {
    ThingResource.gate.countDown();
    ThingResource.gate = new CountDownLatch(0);
  }

  private double inFlight() {
    return metrics.get("handrail.admission.in.flight").gauge().value();
  }

  @Test
  void beyond_the_limit_requests_are_turned_away_until_others_have_left() {
    Eventually.until(LONGEST, "nothing under way", () -> inFlight() == 0);
    double rejectedBefore = metrics.get("handrail.admission.rejected").counter().count();
    ThingResource.gate = new CountDownLatch(1);
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < MAX; i++) {
        held.add(
            client.sendAsync(
                HttpRequest.newBuilder(slow).header("Authorization", "Bearer " + token).build(),
                BodyHandlers.ofString()));
      }
      Eventually.until(LONGEST, "all at the gate", () -> ThingResource.AT_GATE.get() == MAX);

      var turnedAway = given().auth().oauth2(token).get("/api/v1/things/me");

      assertThat(turnedAway.statusCode()).isEqualTo(503);
      assertThat(turnedAway.header("Retry-After")).isEqualTo("1");
      assertThat(turnedAway.contentType()).startsWith("application/problem+json");
      assertThat(turnedAway.jsonPath().getString("type")).isEqualTo("/problems/unavailable");
      assertThat(turnedAway.header("X-Request-Id")).isNotBlank();
      assertThat(inFlight()).isEqualTo(MAX);
      assertThat(metrics.get("handrail.admission.rejected").counter().count())
          .isEqualTo(rejectedBefore + 1);

      ThingResource.gate.countDown();
      for (var answer : held) {
        assertThat(answer.join().statusCode()).isEqualTo(200);
      }
    }
    Eventually.until(LONGEST, "nothing under way", () -> inFlight() == 0);
    assertThat(given().auth().oauth2(token).get("/api/v1/things/me").statusCode()).isEqualTo(200);
  }

  @Test
  void callers_who_hang_up_give_their_place_back() {
    Eventually.until(LONGEST, "nothing under way", () -> inFlight() == 0);
    ThingResource.gate = new CountDownLatch(1);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < 10; i++) {
      CompletableFuture<HttpResponse<String>> _ =
          client.sendAsync(
              HttpRequest.newBuilder(slow).header("Authorization", "Bearer " + token).build(),
              BodyHandlers.ofString());
    }
    Eventually.until(LONGEST, "all at the gate", () -> ThingResource.AT_GATE.get() == 10);

    client.shutdownNow();

    Eventually.until(LONGEST, "their places are free", () -> inFlight() == 0);
  }

  @Test
  void errors_give_their_place_back_too() {
    Eventually.until(LONGEST, "nothing under way", () -> inFlight() == 0);
    for (int i = 0; i < MAX + 5; i++) {
      assertThat(given().get("/api/v1/things/me").statusCode()).isEqualTo(401);
      assertThat(given().get("/api/nothing").statusCode()).isEqualTo(404);
    }

    Eventually.until(LONGEST, "nothing under way", () -> inFlight() == 0);
  }
}
