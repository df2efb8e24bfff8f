package dev.handrail.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallRulesTest {
  @Test
  void an_etag_is_made_of_the_version_and_read_back() {
    assertThat(Versions.etag(7)).isEqualTo("\"v7\"");
    assertThat(Versions.ifMatch(Versions.etag(7))).isEqualTo(OptionalLong.of(7));
    assertThat(Versions.ifMatch(" \"v0\" ")).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void without_if_match_or_with_a_star_any_version_will_do() {
    assertThat(Versions.ifMatch(null)).isEmpty();
    assertThat(Versions.ifMatch("*")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"7\"", "\"abc\"", "W/\"v7\"", "\"\"", "\"v07\"", "\"v99999999999999999999\""})
  void a_tag_that_we_never_gave_out_equals_no_version(String header) {
    assertThat(Versions.ifMatch(header)).isEqualTo(OptionalLong.of(-1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "7", "", "\"v7", "\"v7\", \"v8\"", "\"v\u0000\"", "w/\"v7\"", "**"})
  void a_malformed_tag_is_a_bad_request(String header) {
    assertThatThrownBy(() -> Versions.ifMatch(header))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }

  @Test
  void a_page_has_twenty_rows_unless_told_and_a_hundred_at_most() {
    assertThat(Limit.of(null)).isEqualTo(20);
    assertThat(Limit.of(1)).isEqualTo(1);
    assertThat(Limit.of(100)).isEqualTo(100);
    for (int bad : new int[] {0, -1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> Limit.of(bad)).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void a_wait_is_whole_seconds_and_never_none() {
    assertThat(ProblemException.tooMany(Duration.ZERO).problem().retryAfter()).isEqualTo(1);
    assertThat(ProblemException.tooMany(Duration.ofMillis(1001)).problem().retryAfter())
        .isEqualTo(2);
  }

  @Test
  void a_problem_carries_its_wait_and_its_challenge_in_headers_too() {
    var busy = ProblemException.tooMany(Duration.ofSeconds(3)).problem().toResponse();
    var stranger = ProblemException.unauthorized().problem().toResponse();

    assertThat(busy.getHeaderString("Retry-After")).isEqualTo("3");
    assertThat(stranger.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void whatever_is_echoed_can_be_written_and_read() {
    Random random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      char[] hostile = new char[random.nextInt(60)];
      for (int i = 0; i < hostile.length; i++) {
        hostile[i] =
            (char)
                (random.nextBoolean() ? random.nextInt(0x10000) : 0xD700 + random.nextInt(0xA00));
      }

      String safe = SafeText.of(new String(hostile), 40);

      assertThat(safe.length()).isLessThanOrEqualTo(40);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(safe)).isTrue();
      assertThat(safe.chars().noneMatch(Character::isISOControl)).isTrue();
    }
  }

  @Test
  void harmless_text_is_echoed_as_it_is() {
    String text = "Straße, 東京, emoji \uD83D\uDE00";

    assertThat(SafeText.of(text, 500)).isSameAs(text);
    assertThat(SafeText.of("a\u0000b\u202Ec\r\nd\uD83D", 500))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFD\uFFFDd\uFFFD");
  }

  @Test
  void a_surrogate_pair_is_not_cut_in_half() {
    String cut = SafeText.of("ab\uD83D\uDE00", 3);

    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
  }

  @Test
  void only_a_sane_request_id_is_taken_over() {
    assertThat(RequestId.of("a.B-9_")).isEqualTo("a.B-9_");
    for (String bad : List.of("", "a b", "a\nb", "x".repeat(65), "é", "<script>")) {
      assertThat(RequestId.of(bad)).matches("[0-9a-f-]{36}");
    }
    assertThat(RequestId.of(null)).matches("[0-9a-f-]{36}");
  }
}
