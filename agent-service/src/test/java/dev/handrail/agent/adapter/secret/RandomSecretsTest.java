package dev.handrail.agent.adapter.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.application.port.Secrets.RefreshToken;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomSecretsTest {
  private final RandomSecrets secrets = new RandomSecrets();

  @Test
  void a_token_is_read_as_it_was_made() {
    RefreshToken token = secrets.firstToken();

    assertThat(secrets.read(token.token())).contains(token);
    assertThat(token.hash()).hasSize(64).isNotEqualTo(token.family());
    assertThat(token.token()).hasSize(64).doesNotContain(token.hash()).doesNotContain(".");
  }

  @Test
  void a_successor_is_of_the_same_family_and_the_same_for_the_same_salt() {
    RefreshToken token = secrets.firstToken();
    String salt = secrets.salt();
    RefreshToken next = secrets.successor(token, salt);

    assertThat(next.family()).isEqualTo(token.family());
    assertThat(next.hash()).isNotEqualTo(token.hash());
    assertThat(secrets.successor(token, salt)).isEqualTo(next);
    assertThat(secrets.read(next.token())).contains(next);
    assertThat(secrets.successor(token, secrets.salt())).isNotEqualTo(next);
    assertThat(secrets.successor(secrets.firstToken(), salt).token().substring(22))
        .isNotEqualTo(next.token().substring(22));
  }

  @Test
  void nothing_is_made_twice() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      assertThat(made.add(secrets.firstToken().token())).isTrue();
      assertThat(made.add(secrets.random())).isTrue();
      assertThat(made.add(secrets.salt())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "********************************"})
  void what_cannot_be_a_token_is_none(String text) {
    assertThat(secrets.read(text)).isEmpty();
    assertThat(secrets.read("*".repeat(64))).isEmpty();
    assertThat(secrets.read("a".repeat(63))).isEmpty();
    assertThat(secrets.read("ä".repeat(64))).isEmpty();
  }
}
