package dev.handrail.agent.adapter.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.testing.TestIssuer;
import dev.handrail.kit.testing.TestServices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTokenKeysTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final String KEY = TestServices.pem();
  private static final String OTHER = pem(TestIssuer.create("other", "x"));

  private record Config(
      Optional<String> key, Optional<String> nextKey, Optional<Instant> nextKeySince)
      implements AgentTokensConfig {
    @Override
    public String issuer() {
      return "handrail-agents";
    }

    @Override
    public Duration lead() {
      return Duration.ofMinutes(15);
    }
  }

  private static String pem(TestIssuer issuer) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(issuer.key().getPrivateKey().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static AgentTokenKeys keys(
      @Nullable String key, @Nullable String next, @Nullable Instant since, Instant now) {
    return keys(key, next, since, now, "prod");
  }

  private static AgentTokenKeys keys(
      @Nullable String key,
      @Nullable String next,
      @Nullable Instant since,
      Instant now,
      String profile) {
    return new AgentTokenKeys(
        new Config(Optional.ofNullable(key), Optional.ofNullable(next), Optional.ofNullable(since)),
        List.of(profile),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static int published(AgentTokenKeys keys) {
    return keys.jwks().split("\"kid\"", -1).length - 1;
  }

  @Test
  void the_next_key_is_published_at_once_and_signs_after_its_lead() {
    String first = keys(KEY, null, null, NOON).signing().keyId();
    String second = keys(OTHER, null, null, NOON).signing().keyId();
    assertThat(first).isNotEqualTo(second);

    AgentTokenKeys before = keys(KEY, OTHER, NOON, NOON.plusSeconds(899));
    AgentTokenKeys after = keys(KEY, OTHER, NOON, NOON.plusSeconds(900));

    assertThat(before.signing().keyId()).isEqualTo(first);
    assertThat(after.signing().keyId()).isEqualTo(second);
    assertThat(published(before)).isEqualTo(2);
    assertThat(before.jwks()).contains(first, second).isEqualTo(after.jwks());
    assertThat(keys(OTHER, null, null, NOON).jwks()).contains(second).doesNotContain(first);
  }

  @Test
  void all_replicas_name_a_key_alike() {
    assertThat(keys(KEY, null, null, NOON).signing().keyId())
        .isEqualTo(keys(KEY, null, null, NOON.plusSeconds(5)).signing().keyId());
  }

  @Test
  void only_public_halves_are_published() {
    assertThat(keys(KEY, OTHER, NOON, NOON).jwks())
        .doesNotContain("\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"");
  }

  @Test
  void a_key_may_lie_in_a_file(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key.pem"), KEY);

    assertThat(keys(file.toUri().toString(), null, null, NOON).signing().keyId())
        .isEqualTo(keys(KEY, null, null, NOON).signing().keyId());
  }

  @Test
  void production_does_not_start_without_a_key_and_others_make_one_up() {
    assertThatThrownBy(() -> keys(null, null, null, NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("handrail.agent-tokens.key");
    assertThat(published(keys(null, null, null, NOON, "local"))).isEqualTo(1);
    assertThatThrownBy(() -> keys(null, OTHER, NOON, NOON, "local"))
        .hasMessageContaining("handrail.agent-tokens.key");
  }

  @Test
  void a_next_key_says_since_when_it_is_there() {
    assertThatThrownBy(() -> keys(KEY, OTHER, null, NOON))
        .hasMessageContaining("handrail.agent-tokens.next-key-since");
  }

  @Test
  void what_is_no_key_stops_the_start_without_being_told() {
    for (String text : List.of("c2VjcmV0LXRoYXQtaXMtbm8ta2V5", "file:/nowhere/key.pem")) {
      assertThatThrownBy(() -> keys(text, null, null, NOON))
          .isInstanceOf(IllegalStateException.class)
          .hasNoCause()
          .message()
          .contains("handrail.agent-tokens.key")
          .doesNotContain("c2VjcmV0");
    }
  }
}
