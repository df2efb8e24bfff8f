package dev.handrail.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.testing.TestServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTokensTest {
  private Instant now = Instant.parse("2026-11-28T12:00:00Z");

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private ServiceTokens tokens(@Nullable String key, @Nullable String keyId) {
    return new ServiceTokens(
        "ticket-service", Optional.ofNullable(key), Optional.ofNullable(keyId), clock);
  }

  private TokenVerifier verifier(Supplier<String> jwks) {
    OwnIssuer services =
        new OwnIssuer() {
          @Override
          public String issuer() {
            return ServiceTokens.ISSUER;
          }

          @Override
          public String audience() {
            return "handrail";
          }

          @Override
          public Set<String> roles() {
            return Set.of("service");
          }

          @Override
          public Set<String> apps() {
            return Set.of("*");
          }

          @Override
          public String jwks() {
            return jwks.get();
          }
        };
    Map<String, TrustedIssuer> issuers =
        Issuers.of(Map::of, List.of(services), List.of("prod"), clock);
    issuers.values().forEach(issuer -> issuer.keys().refresh());
    return new TokenVerifier(issuers, clock);
  }

  private static String jwks(String keyId) {
    return SigningKey.jwks(List.of(SigningKey.of(keyId, TestServices.pem())));
  }

  @Test
  void a_token_says_who_calls_and_is_believed() throws Exception {
    VerifiedToken token =
        verifier(() -> jwks("ticket-service"))
            .verify(tokens(TestServices.pem(), null).token(), false);

    assertThat(token.issuer()).isEqualTo("handrail-services");
    assertThat(token.subject()).isEqualTo("ticket-service");
    assertThat(token.roles()).containsExactly("service");
    assertThat(token.apps()).containsExactly("*");
    assertThat(token.expiresAt()).isEqualTo(now.plusSeconds(60));
  }

  @Test
  void a_token_is_used_for_half_a_minute() {
    ServiceTokens tokens = tokens(TestServices.pem(), null);
    String first = tokens.token();

    now = now.plusSeconds(29);
    assertThat(tokens.token()).isEqualTo(first);
    now = now.plusSeconds(1);
    assertThat(tokens.token()).isNotEqualTo(first);
    String second = tokens.token();
    now = now.minusSeconds(3_600);
    assertThat(tokens.token()).isNotEqualTo(second);
  }

  @Test
  void another_services_key_is_not_enough() {
    TokenVerifier verifier = verifier(() -> jwks("agent-service"));
    String forged =
        SigningKey.of("agent-service", TestServices.pem())
            .sign(
                "at+jwt",
                Map.of(
                    "iss", "handrail-services",
                    "sub", "ticket-service",
                    "aud", "handrail",
                    "groups", List.of("service"),
                    "exp", now.plusSeconds(60).getEpochSecond()));

    assertThatThrownBy(() -> verifier.verify(forged, false))
        .isInstanceOf(RefusedToken.class)
        .hasMessageContaining("another");
  }

  @Test
  void a_next_key_has_an_id_that_begins_with_the_service() throws Exception {
    String token = tokens(TestServices.pem(), "ticket-service.2").token();

    assertThat(verifier(() -> jwks("ticket-service.2")).verify(token, false).subject())
        .isEqualTo("ticket-service");
    for (String id : List.of("agent-service", "ticket-service2", "ticket", ".ticket-service")) {
      assertThatThrownBy(() -> tokens(TestServices.pem(), id))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("handrail.service-key-id");
    }
  }

  @Test
  void a_key_may_lie_in_a_file(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key.pem"), TestServices.pem());

    assertThat(tokens(file.toUri().toString(), null).token()).isNotBlank();
  }

  @Test
  void what_is_no_key_stops_the_start_without_being_told() {
    String secret = "c2VjcmV0LXRoYXQtaXMtbm8ta2V5";
    String noKey = "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n";
    for (String key : List.of(noKey, secret, "file:/nowhere/key.pem", "file:///\u0000")) {
      assertThatThrownBy(() -> tokens(key, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("handrail.service-key")
          .hasNoCause()
          .message()
          .doesNotContain(secret);
    }
  }

  @Test
  void without_a_key_there_are_no_tokens() {
    ServiceTokens tokens = tokens(null, null);

    assertThat(tokens.available()).isFalse();
    assertThatThrownBy(tokens::token).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_short_key_is_refused() throws Exception {
    var generator = java.security.KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----";

    assertThatThrownBy(() -> SigningKey.of("short", pem)).hasMessageContaining("2048");
  }

  @Test
  void the_private_half_is_shown_nowhere() {
    SigningKey key = SigningKey.of("one", TestServices.pem());

    assertThat(SigningKey.jwks(List.of(key))).doesNotContain("\"d\"").doesNotContain("\"p\"");
    assertThat(key).hasToString("key one");
  }
}
