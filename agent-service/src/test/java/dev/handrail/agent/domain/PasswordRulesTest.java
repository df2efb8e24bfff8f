package dev.handrail.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final String ADDRESS = "ann.lee@example.test";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "zebra-lamp-42",
        "Tr0mbone&Kayak",
        "наш пароль длинный",
        "密码很长而且没有人猜到它",
        "ann plays the cello",
        "   blue   lamp   "
      })
  void good_ones_may_be_chosen(String password) {
    assertThat(PasswordRules.refuse(password, ADDRESS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password123",
        "Password2026!",
        "P@ssw0rd2026",
        "!!Passw0rd!!",
        "1234567890",
        "12345678901234567890",
        "1231231231",
        "qwertyuiop",
        "QWERTYUIOP",
        "qwerty123456",
        "qwertyqwertyqwerty",
        "1q2w3e4r5t",
        "abcdefghij",
        "abcabcabcabc",
        "aaaaaaaaaaaa",
        "abababababab",
        "welcome2026!",
        "Handrail2026",
        "iloveyou1234",
        "letmein12345",
        "summer2026!!",
        "changeme123!"
      })
  void what_is_guessed_first_may_not(String password) {
    assertThat(PasswordRules.refuse(password, ADDRESS))
        .contains("is one of those that are guessed first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann.lee@example.test",
        "ANN.LEE@example.test",
        "my ann.lee@example.test",
        "ann.lee-2026!",
        "1ann.lee12"
      })
  void the_address_may_not(String password) {
    assertThat(PasswordRules.refuse(password, ADDRESS)).contains("must not be your address");
  }

  @Test
  void length_is_counted_in_characters() {
    assertThat(PasswordRules.refuse("lamp zeb9", ADDRESS))
        .contains("must have 10 to 128 characters");
    assertThat(PasswordRules.refuse("lamp zebr9", ADDRESS)).isEmpty();
    assertThat(PasswordRules.refuse("😀🎈🌍🐙😀🎈🌍🐙🎸🥁", ADDRESS)).isEmpty();
    assertThat(PasswordRules.refuse("😀🎈🌍🐙😀🎈🌍🐙🎸", ADDRESS)).isPresent();
    String longest = "lamp zebra " + "q7".repeat(58) + "!";
    assertThat(longest).hasSize(128);
    assertThat(PasswordRules.refuse(longest, ADDRESS)).isEmpty();
    assertThat(PasswordRules.refuse(longest + "x", ADDRESS)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lamp zebra\u0000", "lamp zebra\n", "lamp zebra\ud800"})
  void what_no_keyboard_types_may_not(String password) {
    assertThat(PasswordRules.refuse(password, ADDRESS))
        .contains("must not have control characters");
  }

  @Test
  void an_address_without_a_name_does_no_harm() {
    assertThat(PasswordRules.refuse("zebra-lamp-42", "")).isPresent();
    assertThat(PasswordRules.refuse("zebra-lamp-42", "@example.test")).isEmpty();
  }

  @Test
  void however_it_was_composed_it_is_one_password() {
    assertThat(PasswordRules.normal("cafe\u0301 und \uff41")).isEqualTo("caf\u00e9 und a");
  }
}
