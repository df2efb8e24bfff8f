package dev.handrail.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.agent.domain.AgentProblem.FieldProblem;
import dev.handrail.agent.domain.WeeklyShifts.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@support.example",
        "a.b+c@x-y.example.org",
        "o'hara@support.example",
        "x@1.example"
      })
  void an_address_is_taken(String address) {
    assertThat(problems(text -> text.email("email", address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "ada@",
        "@support.example",
        "ada@support",
        "ada@@support.example",
        "a b@support.example",
        "ada@support.example\nBcc: eve@evil.example",
        "ada@support..example",
        "\"a b\"@support.example",
        "ada@[127.0.0.1]",
        "Ada <ada@support.example>",
        "ada@support.example,eve@evil.example",
        "ädä@support.example",
        "ada@süpport.example"
      })
  void what_is_no_address_is_not(String address) {
    assertThat(problems(text -> text.email("email", address)))
        .containsExactly(new FieldProblem("email", "must be an e-mail address"));
  }

  @Test
  void an_address_is_one_in_whatever_case_and_too_long_at_255() {
    assertThat(new Text().email("email", " Ada@Support.Example ")).isEqualTo("ada@support.example");
    String domain = String.join(".", Collections.nCopies(4, "a".repeat(60)));
    String longest = "a".repeat(254 - domain.length() - 1) + "@" + domain;
    assertThat(problems(text -> text.email("email", longest))).isEmpty();
    assertThat(problems(text -> text.email("email", "a" + longest))).isNotEmpty();
    assertThat(problems(text -> text.email("email", null)))
        .containsExactly(new FieldProblem("email", "is required"));
  }

  @Test
  void a_long_hostile_text_is_refused_quickly() {
    String many = "a".repeat(100_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(problems(text -> text.email("email", many + "!"))).isNotEmpty();
          assertThat(problems(text -> text.email("email", "a@" + "a.".repeat(50_000) + "!")))
              .isNotEmpty();
          assertThat(problems(text -> text.phoneOrNull("phoneNumber", "+" + "1 ".repeat(50_000))))
              .isNotEmpty();
          assertThat(problems(text -> text.languages("languages", List.of(many), 20))).isNotEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"+49 30 1234567", "0301234567", "(030) 123", "+1-555-0100"})
  void a_phone_number_is_as_people_write_it(String number) {
    boolean good = !number.startsWith("(");
    assertThat(problems(text -> text.phoneOrNull("phoneNumber", number)).isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://pictures.example/a.png",
        "javascript:alert(1)",
        "https://user:secret@pictures.example/a.png",
        "data:image/png;base64,AAAA",
        "//pictures.example/a.png",
        "https:a.png",
        "https://pictures.example/a b.png",
        "file:///etc/passwd",
        ""
      })
  void a_picture_has_an_https_address(String url) {
    assertThat(problems(text -> text.urlOrNull("avatarUrl", url))).hasSize(1);
    assertThat(problems(text -> text.urlOrNull("avatarUrl", "https://pictures.example/a.png?x=1")))
        .isEmpty();
  }

  @Test
  void a_name_that_runs_backwards_is_refused_and_others_are_not() {
    assertThat(problems(text -> text.line("firstName", "ad\u202Enimda", 100))).hasSize(1);
    assertThat(problems(text -> text.line("firstName", "a\u2066b", 100))).hasSize(1);
    assertThat(problems(text -> text.line("firstName", "نور", 100))).isEmpty();
    assertThat(problems(text -> text.line("firstName", "José 👩‍💻", 100))).isEmpty();
    assertThat(problems(text -> text.line("firstName", "a\nb", 100))).hasSize(1);
    assertThat(problems(text -> text.line("firstName", "\ud800", 100))).hasSize(1);
    assertThat(problems(text -> text.line("firstName", "x".repeat(101), 100))).hasSize(1);
    assertThat(problems(text -> text.line("firstName", "x".repeat(100), 100))).isEmpty();
  }

  @Test
  void languages_are_spelled_as_usual_and_named_once() {
    assertThat(new Text().languages("languages", List.of("pt-br", "EN", "pt-BR"), 20))
        .containsExactly("pt-BR", "en");
    assertThat(problems(text -> text.languages("languages", List.of("english!"), 20))).hasSize(1);
    assertThat(problems(text -> text.languages("languages", Collections.nCopies(21, "en"), 20)))
        .hasSize(1);
  }

  @Test
  void keys_are_named_once_and_not_too_many() {
    assertThat(new Text().keys("specializations", List.of("a", "b", "a"), 2))
        .containsExactly("a", "b");
    assertThat(problems(text -> text.keys("specializations", List.of("a", "b", "c"), 2)))
        .hasSize(1);
    assertThat(problems(text -> text.keys("specializations", List.of("A b"), 2))).hasSize(1);
  }

  @Test
  void apps_and_permissions_are_what_there_is() {
    assertThat(problems(text -> Rights.apps(text, List.of("rides", "*")))).isEmpty();
    assertThat(problems(text -> Rights.apps(text, List.of("Rides")))).hasSize(1);
    assertThat(
            problems(
                text -> Rights.apps(text, IntStream.range(0, 101).mapToObj(i -> "a" + i).toList())))
        .hasSize(1);
    Text text = new Text();
    assertThat(Rights.permissions(text, "grant", List.of("manage_faq", "manage_faq")))
        .isEqualTo(Set.of(Permission.MANAGE_FAQ));
    text.done();
    assertThat(problems(t -> Rights.permissions(t, "grant", List.of("root")))).hasSize(1);
  }

  @Test
  void shifts_are_in_their_order_and_free_days_are_left_out() {
    WeeklyShifts shifts =
        new WeeklyShifts(
            BERLIN,
            Map.of(
                DayOfWeek.MONDAY,
                List.of(new Shift(50_000, 60_000), new Shift(30_000, 50_000)),
                DayOfWeek.SUNDAY,
                List.of()));
    assertThat(shifts.week()).containsOnlyKeys(DayOfWeek.MONDAY);
    assertThat(shifts.on(DayOfWeek.MONDAY))
        .containsExactly(new Shift(30_000, 50_000), new Shift(50_000, 60_000));
    assertThat(shifts.on(DayOfWeek.SUNDAY)).isEmpty();
  }

  @Test
  void shifts_that_overlap_or_are_too_many_are_named_by_their_days() {
    List<Shift> seven = IntStream.range(0, 7).mapToObj(i -> new Shift(i * 10, i * 10 + 5)).toList();
    assertThatThrownBy(
            () ->
                new WeeklyShifts(
                    BERLIN,
                    Map.of(
                        DayOfWeek.MONDAY,
                        List.of(new Shift(0, 101), new Shift(100, 200)),
                        DayOfWeek.TUESDAY,
                        seven,
                        DayOfWeek.FRIDAY,
                        seven.subList(0, 6))))
        .isInstanceOfSatisfying(
            AgentProblem.Invalid.class,
            e ->
                assertThat(e.fields())
                    .extracting(FieldProblem::field)
                    .containsExactlyInAnyOrder("week.monday", "week.tuesday"));
  }

  @Test
  void a_shift_begins_before_it_ends_on_one_day() {
    assertThat(Shift.of(LocalTime.of(22, 0), LocalTime.MIDNIGHT))
        .isEqualTo(new Shift(79_200, 86_400));
    assertThat(new Shift(0, 1)).isNotNull();
    for (int[] wrong : new int[][] {{-1, 5}, {5, 5}, {6, 5}, {0, 86_401}}) {
      assertThatThrownBy(() -> new Shift(wrong[0], wrong[1]))
          .isInstanceOf(AgentProblem.Invalid.class);
    }
  }

  @Test
  void a_time_zone_is_a_region() {
    assertThat(WeeklyShifts.zone("Europe/Berlin")).contains(BERLIN);
    assertThat(WeeklyShifts.zone("UTC")).isPresent();
    for (String wrong : List.of("+02:00", "Z", "GMT+2", "Mars/Phobos", "", "europe/berlin")) {
      assertThat(WeeklyShifts.zone(wrong)).as(wrong).isEmpty();
    }
  }

  private static List<FieldProblem> problems(Consumer<Text> check) {
    Text text = new Text();
    check.accept(text);
    try {
      text.done();
      return List.of();
    } catch (AgentProblem.Invalid e) {
      return e.fields();
    }
  }
}
