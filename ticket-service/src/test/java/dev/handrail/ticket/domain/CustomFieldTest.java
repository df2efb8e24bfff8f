package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.customField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.TicketProblem.FieldProblem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which values each type of field takes, and as what. */
class CustomFieldTest {

  private static final CustomField TEXT = customField("note", CustomField.Type.TEXT).build();
  private static final CustomField NUMBER = customField("floor", CustomField.Type.NUMBER).build();
  private static final CustomField DATE = customField("day", CustomField.Type.DATE).build();
  private static final CustomField CHOICE =
      customField("size", CustomField.Type.CHOICE).options("small", "extra large").build();
  private static final CustomField BOOLEAN = customField("lift", CustomField.Type.BOOLEAN).build();
  private static final CustomField RANGE =
      customField("seats", CustomField.Type.NUMBER).between("1", "4.5").build();

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of(TEXT, " upstairs ", "upstairs"),
        Arguments.of(TEXT, "true", "true"),
        Arguments.of(TEXT, "😀".repeat(500), "😀".repeat(500)),
        Arguments.of(NUMBER, 3, new BigDecimal("3")),
        Arguments.of(NUMBER, new BigDecimal("-12.50"), new BigDecimal("-12.50")),
        Arguments.of(NUMBER, new BigDecimal("1E+3"), new BigDecimal("1000")),
        Arguments.of(NUMBER, new BigDecimal("1e-15"), new BigDecimal("1e-15")),
        Arguments.of(NUMBER, new BigDecimal("1".repeat(30)), new BigDecimal("1".repeat(30))),
        Arguments.of(RANGE, BigDecimal.ONE, BigDecimal.ONE),
        Arguments.of(RANGE, new BigDecimal("4.5"), new BigDecimal("4.5")),
        Arguments.of(DATE, "2026-01-31", "2026-01-31"),
        Arguments.of(DATE, "2024-02-29", "2024-02-29"),
        Arguments.of(DATE, "0001-01-01", "0001-01-01"),
        Arguments.of(DATE, "9999-12-31", "9999-12-31"),
        Arguments.of(CHOICE, "small", "small"),
        Arguments.of(CHOICE, " extra large ", "extra large"),
        Arguments.of(BOOLEAN, true, true),
        Arguments.of(BOOLEAN, false, false));
  }

  @ParameterizedTest
  @MethodSource("good")
  void a_good_value_is_stored(CustomField field, Object given, Object stored) {
    Text text = new Text();
    assertThat(field.check(text, given)).isEqualTo(stored);
    text.done();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of(TEXT, "", "is required"),
        Arguments.of(TEXT, "  ", "is required"),
        Arguments.of(TEXT, "x".repeat(501), "must be at most 500 characters"),
        Arguments.of(TEXT, "a\nb", "must be one line without control characters"),
        Arguments.of(TEXT, "a\u0000", "must be one line without control characters"),
        Arguments.of(TEXT, "\ud800", "must be one line without control characters"),
        Arguments.of(TEXT, 3, "must be a text"),
        Arguments.of(TEXT, true, "must be a text"),
        Arguments.of(TEXT, List.of(), "must be a text"),
        Arguments.of(NUMBER, "3", "must be a number"),
        Arguments.of(NUMBER, true, "must be a number"),
        Arguments.of(NUMBER, new int[0], "must be a number"),
        Arguments.of(
            NUMBER, new BigDecimal("1e400"), "must have at most 30 digits, 15 of them decimals"),
        Arguments.of(
            NUMBER, new BigDecimal("1e-16"), "must have at most 30 digits, 15 of them decimals"),
        Arguments.of(
            NUMBER,
            new BigDecimal("1e999999999"),
            "must have at most 30 digits, 15 of them decimals"),
        Arguments.of(
            NUMBER,
            new BigDecimal("1".repeat(31)),
            "must have at most 30 digits, 15 of them decimals"),
        Arguments.of(RANGE, new BigDecimal("0.99"), "must be from 1 to 4.5"),
        Arguments.of(RANGE, new BigDecimal("4.51"), "must be from 1 to 4.5"),
        Arguments.of(
            customField("n", CustomField.Type.NUMBER).between("1", null).build(),
            0,
            "must be at least 1"),
        Arguments.of(
            customField("n", CustomField.Type.NUMBER).between(null, "9").build(),
            10,
            "must be at most 9"),
        Arguments.of(DATE, "2026-02-30", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "2025-02-29", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "2026-1-31", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "31.01.2026", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "2026-01-31T00:00:00Z", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "0000-01-01", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "-001-01-01", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "+99999-1-1", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "٢٠٢٦-٠١-٣١", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, "", "must be a date such as 2026-01-31"),
        Arguments.of(DATE, 20_260_131, "must be a date such as 2026-01-31"),
        Arguments.of(CHOICE, "Small", "must be one of small, extra large"),
        Arguments.of(CHOICE, "", "must be one of small, extra large"),
        Arguments.of(CHOICE, true, "must be one of small, extra large"),
        Arguments.of(BOOLEAN, "true", "must be true or false"),
        Arguments.of(BOOLEAN, 1, "must be true or false"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_bad_value_is_refused_by_name(CustomField field, Object given, String message) {
    Text text = new Text();
    field.check(text, given);
    assertThatThrownBy(text::done)
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            p ->
                assertThat(p.fields())
                    .containsExactly(new FieldProblem("customFields." + field.key(), message)));
  }

  @Property
  void what_was_stored_can_be_given_again(
      @ForAll("fields") CustomField field, @ForAll("values") Object given) {
    Text first = new Text();
    Object stored = field.check(first, given);
    if (isClean(first)) {
      Text second = new Text();
      assertThat(field.check(second, stored)).isEqualTo(stored);
      second.done();
    }
  }

  @Property
  void a_number_is_kept_exactly_and_without_an_exponent(
      @ForAll @BigRange(min = "-1000000000", max = "1000000000") @Scale(6) BigDecimal number,
      @ForAll @IntRange(min = -9, max = 9) int shift) {
    BigDecimal given = number.scaleByPowerOfTen(shift);
    Text text = new Text();
    Object stored = NUMBER.check(text, given);
    text.done();
    assertThat((BigDecimal) stored).isEqualByComparingTo(given);
    assertThat(((BigDecimal) stored).scale()).isNotNegative();
  }

  @Property
  void a_date_is_taken_exactly_when_it_is_written_as_dates_are(@ForAll("dateLike") String given) {
    Text text = new Text();
    DATE.check(text, given);
    assertThat(isClean(text)).isEqualTo(isDay(given));
  }

  private static boolean isDay(String text) {
    String[] parts = text.split("-", -1);
    if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") || text.startsWith("0000")) {
      return false;
    }
    int month = Integer.parseInt(parts[1]);
    int day = Integer.parseInt(parts[2]);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= LocalDate.of(Integer.parseInt(parts[0]), month, 1).lengthOfMonth();
  }

  @Provide
  Arbitrary<CustomField> fields() {
    return Arbitraries.of(TEXT, NUMBER, DATE, CHOICE, BOOLEAN, RANGE);
  }

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20).map(s -> (Object) s),
        Arbitraries.of("small", " small", "2026-01-31", "2026-02-30").map(s -> (Object) s),
        Arbitraries.bigDecimals().ofScale(3).map(n -> (Object) n),
        Arbitraries.integers().between(-5, 10).map(n -> (Object) n),
        Arbitraries.of(true, false).map(b -> (Object) b));
  }

  @Provide
  Arbitrary<String> dateLike() {
    Arbitrary<String> numbers =
        Arbitraries.integers()
            .between(0, 9_999)
            .tuple3()
            .map(t -> "%04d-%02d-%02d".formatted(t.get1(), t.get2() % 15, t.get3() % 35));
    Arbitrary<String> others =
        Arbitraries.strings().withChars("0123456789-+T").ofMinLength(8).ofMaxLength(12);
    return Arbitraries.oneOf(numbers, others);
  }

  private static boolean isClean(Text text) {
    try {
      text.done();
      return true;
    } catch (TicketProblem.Invalid invalid) {
      return false;
    }
  }

  @Test
  void a_field_checks_itself() {
    assertThat(CHOICE.options()).containsExactly("small", "extra large");
    assertThat(refusals("floor", CustomField.Type.NUMBER, List.of(), 0, "5", "5")).isEmpty();
    assertThat(refusals("Floor", CustomField.Type.NUMBER, List.of("one"), -1, "6", "5"))
        .containsExactly("key", "options", "sortOrder", "max");
    assertThat(refusals("size", CustomField.Type.CHOICE, List.of(), 100_001, "1", null))
        .containsExactly("options", "sortOrder", "min");
    assertThat(
            refusals("size", CustomField.Type.CHOICE, List.of("a", " a", ""), 100_000, null, null))
        .containsExactly("options", "options");
    assertThat(
            refusals("size", CustomField.Type.CHOICE, Collections.nCopies(1, null), 0, null, null))
        .containsExactly("options");
    assertThat(refusals("n", CustomField.Type.NUMBER, List.of(), 0, "1e16", "1e99"))
        .containsExactly("min", "max");
    assertThat(options(100)).isEmpty();
    assertThat(options(101)).containsExactly("options");
  }

  private static List<String> options(int count) {
    List<String> options = IntStream.range(0, count).mapToObj(i -> "o" + i).toList();
    return refusals("size", CustomField.Type.CHOICE, options, 0, null, null);
  }

  @Test
  void a_field_checks_its_texts_and_places() {
    assertThatThrownBy(
            () ->
                new CustomField(
                    "Bad App",
                    "k",
                    "two\nlines",
                    "x".repeat(501),
                    CustomField.Type.TEXT,
                    List.of(),
                    List.of("Bad"),
                    Collections.nCopies(101, "general"),
                    false,
                    true,
                    0,
                    true,
                    null,
                    null,
                    1))
        .isInstanceOfSatisfying(
            TicketProblem.Invalid.class,
            p ->
                assertThat(p.fields().stream().map(FieldProblem::field))
                    .containsExactly("app", "name", "description", "categories", "departments"));
    assertThat(customField("n", CustomField.Type.NUMBER).between("1E+2", null).build().min())
        .isEqualTo(new BigDecimal("100"));
  }

  private static List<String> refusals(
      String key,
      CustomField.Type type,
      List<@Nullable String> options,
      int order,
      @Nullable String min,
      @Nullable String max) {
    try {
      new CustomField(
          "bookings",
          key,
          "A field",
          null,
          type,
          options,
          List.of(),
          List.of(),
          false,
          true,
          order,
          true,
          min == null ? null : new BigDecimal(min),
          max == null ? null : new BigDecimal(max),
          1);
      return List.of();
    } catch (TicketProblem.Invalid invalid) {
      return invalid.fields().stream().map(FieldProblem::field).toList();
    }
  }

  @Test
  void a_field_is_of_the_places_that_it_names_or_of_all() {
    CustomField everywhere = customField("f", CustomField.Type.TEXT).build();
    CustomField ofCategory =
        customField("f", CustomField.Type.TEXT).categories("ride", "gps").build();
    CustomField ofDepartment =
        customField("f", CustomField.Type.TEXT).departments("billing").build();
    CustomField ofBoth =
        customField("f", CustomField.Type.TEXT).categories("ride").departments("billing").build();

    assertThat(everywhere.appliesTo("ride", "billing")).isTrue();
    assertThat(ofCategory.appliesTo("gps", "billing")).isTrue();
    assertThat(ofCategory.appliesTo("general", "billing")).isFalse();
    assertThat(ofDepartment.appliesTo("ride", "billing")).isTrue();
    assertThat(ofDepartment.appliesTo("ride", "general")).isFalse();
    assertThat(ofBoth.appliesTo("ride", "billing")).isTrue();
    assertThat(ofBoth.appliesTo("ride", "general")).isFalse();
    assertThat(ofBoth.appliesTo("gps", "billing")).isFalse();
  }
}
