package dev.handrail.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String BOUND_TO = "bookings/42?status=open&sort=-updatedAt";
  private static final List<String> POSITION =
      List.of("2026-01-31T12:00:00.123456Z", "0199e5a0-0000-7000-8000-000000000001");

  private final Cursors cursors = new Cursors(() -> SECRET);

  @Test
  void a_position_comes_back_as_it_was() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      List<String> position = new ArrayList<>();
      for (int part = random.nextInt(5); part >= 0; part--) {
        position.add(
            random
                .ints(random.nextInt(40), 0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
      }

      String cursor = cursors.seal(position, BOUND_TO);

      assertThat(cursor).matches("[A-Za-z0-9_-]+");
      assertThat(cursors.open(cursor, BOUND_TO)).isEqualTo(position);
    }
  }

  @Test
  void another_replica_with_the_same_secret_opens_it() {
    String cursor = cursors.seal(POSITION, BOUND_TO);

    assertThat(new Cursors(() -> SECRET).open(cursor, BOUND_TO)).isEqualTo(POSITION);
  }

  @Test
  void no_single_character_can_be_changed() {
    String cursor = cursors.seal(POSITION, BOUND_TO);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";
    for (int i = 0; i < cursor.length(); i++) {
      for (int j = 0; j < alphabet.length(); j++) {
        char other = alphabet.charAt(j);
        if (other != cursor.charAt(i)) {
          assertRefused(cursor.substring(0, i) + other + cursor.substring(i + 1), BOUND_TO);
        }
      }
    }
  }

  @Test
  void nothing_can_be_cut_off_or_added() {
    String cursor = cursors.seal(POSITION, BOUND_TO);
    for (int length = 0; length < cursor.length(); length++) {
      assertRefused(cursor.substring(0, length), BOUND_TO);
    }
    assertRefused(cursor + "A", BOUND_TO);
    assertRefused(cursor + "=", BOUND_TO);
    assertRefused(cursor + cursor, BOUND_TO);
  }

  @Test
  void it_is_good_for_its_caller_and_query_only() {
    String cursor = cursors.seal(POSITION, BOUND_TO);

    assertRefused(cursor, "bookings/43?status=open&sort=-updatedAt");
    assertRefused(cursor, "bookings/42?status=closed&sort=-updatedAt");
    assertRefused(cursor, "");
  }

  @Test
  void one_sealed_with_another_secret_is_refused() {
    String foreign = new Cursors(() -> SECRET + "x").seal(POSITION, BOUND_TO);

    assertRefused(foreign, BOUND_TO);
  }

  @Test
  void what_is_bound_cannot_be_shifted_into_the_position() {
    assertThat(cursors.seal(List.of("b"), "a")).isNotEqualTo(cursors.seal(List.of(""), "ab"));
    assertRefused(cursors.seal(List.of("ab", "c"), "x"), "xab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "null",
        "0",
        "%00",
        "eyJhIjoxfQ",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        "\uD800",
        "\u0000"
      })
  void what_never_was_a_cursor_is_refused(String text) {
    assertRefused(text, BOUND_TO);
  }

  @Test
  void an_endless_one_is_refused_unread() {
    assertRefused("A".repeat(1_000_000), BOUND_TO);
    assertRefused(Base64.getUrlEncoder().encodeToString(new byte[1_500]), BOUND_TO);
  }

  @Test
  void a_short_secret_does_not_start() {
    assertThatThrownBy(() -> new Cursors(() -> "short"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("HANDRAIL_CURSOR_SECRET")
        .hasMessageNotContaining("short\"");
  }

  private void assertRefused(String cursor, String boundTo) {
    assertThatThrownBy(() -> cursors.open(cursor, boundTo))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.problem().errors())
                  .extracting(Problem.FieldError::field)
                  .containsExactly("cursor");
            });
  }
}
