package dev.handrail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentIssuerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void a_customers_token_is_signed_by_the_published_key_and_speaks_for_one_app() throws Exception {
    var issuer = DevelopmentIssuer.in(folder, CLOCK);
    JwtClaims claims =
        verified(
            issuer,
            issuer.token(TokenRequest.of("customer", "42").withApp("rides").withName("Zoë \"Z\"")));
    assertThat(claims.getIssuer()).isEqualTo("https://issuer.handrail.localhost");
    assertThat(claims.getAudience()).containsExactly("handrail");
    assertThat(claims.getSubject()).isEqualTo("42");
    assertThat(claims.getStringListClaimValue("groups")).containsExactly("customer");
    assertThat(claims.getStringClaimValue("app")).isEqualTo("rides");
    assertThat(claims.hasClaim("apps")).isFalse();
    assertThat(claims.getStringClaimValue("kind")).isEqualTo("customer");
    assertThat(claims.getStringClaimValue("name")).isEqualTo("Zoë \"Z\"");
    assertThat(claims.getStringClaimValue("email")).isEqualTo("42@example.com");
    assertThat(claims.getStringClaimValue("locale")).isEqualTo("en");
    assertThat(claims.getIssuedAt().getValue()).isEqualTo(NOW.getEpochSecond());
    assertThat(claims.getExpirationTime().getValue())
        .isEqualTo(NOW.plus(Duration.ofHours(12)).getEpochSecond());
    assertThat(claims.getJwtId()).isNotBlank();
  }

  @Test
  void staff_serve_all_apps_and_are_of_no_customer_kind() throws Exception {
    var issuer = DevelopmentIssuer.in(folder, CLOCK);
    for (String role : List.of("support_agent", "admin")) {
      JwtClaims claims = verified(issuer, issuer.token(TokenRequest.of(role, null)));
      assertThat(claims.getStringListClaimValue("groups")).containsExactly(role);
      assertThat(claims.getStringListClaimValue("apps")).containsExactly("*");
      assertThat(claims.getStringClaimValue("app")).isEqualTo("bookings");
      assertThat(claims.hasClaim("kind")).isFalse();
    }
  }

  @Test
  void the_key_is_made_once_and_only_its_owner_reads_it() throws Exception {
    var first = DevelopmentIssuer.in(folder, CLOCK);
    String token = first.token(TokenRequest.of("service", null));
    Files.delete(first.jwks());

    verified(DevelopmentIssuer.in(folder, CLOCK), token);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("issuer.key"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(first.jwks())).doesNotContain("\"d\"");
  }

  @Test
  void a_broken_key_is_told_in_a_sentence() throws Exception {
    Files.writeString(folder.resolve("issuer.key"), "not a key");
    assertThatThrownBy(() -> DevelopmentIssuer.in(folder, CLOCK))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            folder.resolve("issuer.key")
                + " is not a key; delete it, and the next start makes a new one.");
  }

  private static JwtClaims verified(DevelopmentIssuer issuer, String token) throws Exception {
    var keys = new JsonWebKeySet(Files.readString(issuer.jwks())).getJsonWebKeys();
    var key = (PublicJsonWebKey) keys.getFirst();
    assertThat(key.getKeyId()).isEqualTo(key.calculateBase64urlEncodedThumbprint("SHA-256"));
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
        .setExpectedAudience("handrail")
        .setEvaluationTime(NumericDate.fromSeconds(NOW.getEpochSecond()))
        .build()
        .processToClaims(token);
  }
}
