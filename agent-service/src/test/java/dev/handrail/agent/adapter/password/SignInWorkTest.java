package dev.handrail.agent.adapter.password;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Profile;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * An address with an account and one without cost the same work: the same number of hashes at the
 * same costs, and the same rows. How long that takes is for {@link SignInTimes} to measure.
 */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class SignInWorkTest {
  @Inject Argon2PasswordHashes hashes;
  @Inject AgentRepository agents;
  @Inject Sql sql;

  private String account() {
    UUID id = UuidV7.next();
    String email = id + "@example.test";
    Profile profile =
        new Profile("Ann", "Lee", null, null, "technical", List.of(), List.of(), null);
    String hash = hashes.hash("zebra-lamp-42");
    QuarkusTransaction.requiringNew()
        .run(() -> agents.save(Agent.register(id, email, hash, profile, Instant.now())));
    return email;
  }

  private record Work(int hashes, int counts) {}

  private Work of(String email, int from, int expected) {
    int hashed = hashes.computed();
    String source = "10.77.0." + from;
    int status =
        given()
            .header("X-Forwarded-For", source)
            .contentType(ContentType.JSON)
            .body(Map.of("email", email, "password", "not-the-password"))
            .post("/api/v1/sessions")
            .statusCode();
    assertThat(status).isEqualTo(expected);
    int counts =
        sql.first("SELECT count(*)::int AS n FROM guesses", row -> row.intValue("n")).orElseThrow();
    return new Work(hashes.computed() - hashed, counts);
  }

  @Test
  void known_and_unknown_addresses_cost_the_same() {
    String known = account();
    String unknown = UUID.randomUUID() + "@example.test";
    int before =
        sql.first("SELECT count(*)::int AS n FROM guesses", row -> row.intValue("n")).orElseThrow();

    Work ofKnown = of(known, 1, 401);
    Work ofUnknown = of(unknown, 2, 401);

    assertThat(ofKnown).isEqualTo(new Work(1, before + 2));
    assertThat(ofUnknown).isEqualTo(new Work(1, before + 4));
  }

  @Test
  void who_is_kept_out_costs_no_hash() {
    for (String email : List.of(account(), UUID.randomUUID() + "@example.test")) {
      for (int i = 0; i < 5; i++) {
        assertThat(of(email, 10 + i, 401).hashes()).isEqualTo(1);
      }
      assertThat(of(email, 20, 429).hashes()).isZero();
    }
  }
}
