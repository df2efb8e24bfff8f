package dev.handrail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  @Test
  void start_takes_port_data_and_detach_in_any_order() {
    assertThat(parse("start")).isEqualTo(new Command.Start(false, 8080, null));
    assertThat(parse("start --data /d --detach --port=9000"))
        .isEqualTo(new Command.Start(true, 9000, Path.of("/d")));
  }

  @Test
  void every_command_about_a_run_takes_its_data_folder() {
    Path data = Path.of("x");
    assertThat(parse("stop --data x")).isEqualTo(new Command.Stop(data));
    assertThat(parse("status --data x")).isEqualTo(new Command.Status(data));
    assertThat(parse("demo --data x")).isEqualTo(new Command.Demo(data));
    assertThat(parse("logs ticket-service --follow --data x"))
        .isEqualTo(new Command.Logs("ticket-service", true, data));
    assertThat(parse("token admin --data x"))
        .isEqualTo(new Command.Token(TokenRequest.of("admin", null), data));
  }

  @Test
  void a_token_says_whose_and_for_how_long() {
    assertThat(parse("token customer 42 --app rides --name Ada --email a@b.example --ttl 90s"))
        .isEqualTo(
            new Command.Token(
                new TokenRequest(
                    "customer", "42", "rides", "Ada", "a@b.example", Duration.ofSeconds(90)),
                null));
  }

  @Test
  void a_token_is_for_bookings_and_twelve_hours_unless_told_otherwise() {
    assertThat(TokenRequest.of("customer", null))
        .isEqualTo(
            new TokenRequest(
                "customer",
                "customer-1",
                "bookings",
                "Customer 1",
                "customer-1@example.com",
                Duration.ofHours(12)));
  }

  @Test
  void nothing_or_a_cry_for_help_is_help() {
    assertThat(Command.parse(List.of())).isEqualTo(new Command.Help());
    assertThat(parse("--help")).isEqualTo(new Command.Help());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          strat                    | "strat" is not a command; ./handrail help lists them.
          start --port 0           | --port must be a whole number from 1 to 65535, not "0".
          start --port 65536       | --port must be a whole number from 1 to 65535, not "65536".
          start --port eighty      | --port must be a whole number from 1 to 65535, not "eighty".
          start --port             | --port needs a value.
          start --port 1 --port 2  | --port was given twice.
          start --verbose          | --verbose is not an option of "start"; ./handrail help lists them.
          start now                | "start" does not take "now".
          stop --port 1            | --port is not an option of "stop"; ./handrail help lists them.
          token                    | Say whose token: customer, support_agent, admin or service.
          token king               | "king" is not a role: there are customer, support_agent, admin and service.
          token admin x --ttl soon | "soon" is no duration: write 90s, 15m, 12h, 7d or PT1H30M.
          token admin x --app A/B  | "A/B" is not the key of an app, such as bookings or rides.
          token admin a b          | "token" does not take "b".
          """)
  void what_makes_no_sense_is_told_in_a_sentence(String line, String sentence) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal).hasMessage(sentence);
              assertThat(refusal.exitCode()).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S",
    "15m, PT15M",
    "12h, PT12H",
    "7d, PT168H",
    "PT1H30M, PT1H30M",
    "pt2h, PT2H"
  })
  void durations_are_read_as_people_type_them(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0s", "-5m", "12", "h", "1w", "PT0S", "PT-1H", "9999999999d", "1.5h"})
  void what_is_no_positive_duration_is_refused(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(Refusal.class);
  }

  private static Command parse(String line) {
    return Command.parse(List.of(line.split(" ", -1)));
  }
}
