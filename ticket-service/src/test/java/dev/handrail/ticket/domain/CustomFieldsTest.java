package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.customField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.CustomFields.Place;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an app's fields ask of a ticket's values. */
class CustomFieldsTest {

  private static final Place GENERAL = new Place("general", "general", List.of());
  private static final Place RIDE = new Place("ride", "general", List.of());
  private static final CustomFields APP =
      fields(
          customField("floor", CustomField.Type.NUMBER).build(),
          customField("seat", CustomField.Type.TEXT).categories("ride").build(),
          customField("gone", CustomField.Type.TEXT).inactive().build(),
          customField("risk", CustomField.Type.CHOICE).options("low", "high").forStaff().build());

  private static CustomFields fields(CustomField... fields) {
    return CustomFields.of(Arrays.asList(fields));
  }

  private static List<String> problems(Consumer<Text> check) {
    Text text = new Text();
    check.accept(text);
    try {
      text.done();
      return List.of();
    } catch (TicketProblem.Invalid invalid) {
      return invalid.fields().stream().map(f -> f.field() + " " + f.message()).toList();
    }
  }

  private static List<String> given(Map<String, Object> stored, Place place, Object... pairs) {
    return problems(t -> APP.with(t, stored, map(pairs), place, true));
  }

  private static Map<String, @Nullable Object> map(Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void values_are_taken_as_their_fields_say() {
    Text text = new Text();
    assertThat(APP.with(text, Map.of(), map("floor", 3, "risk", "high"), GENERAL, true))
        .isEqualTo(Map.of("floor", new BigDecimal("3"), "risk", "high"));
    text.done();
    assertThat(given(Map.of(), GENERAL, "floor", "third", "risk", "none"))
        .containsExactly(
            "customFields.floor must be a number", "customFields.risk must be one of low, high");
  }

  @Test
  void a_field_that_is_unknown_inactive_or_of_another_place_takes_no_value() {
    assertThat(given(Map.of(), GENERAL, "colour", "red", "gone", "x", "seat", "12A"))
        .containsExactly(
            "customFields.colour is not a custom field of this app",
            "customFields.gone is not a custom field of this app",
            "customFields.seat is not a field of tickets of this category and department");
    assertThat(given(Map.of(), RIDE, "seat", "12A")).isEmpty();
    assertThat(given(Map.of(), GENERAL, "Bad Key\n", "x"))
        .containsExactly("customFields is not a custom field of this app");
  }

  @Test
  void to_the_customers_side_a_field_of_staff_is_like_one_that_is_not() {
    List<String> hidden = problems(t -> APP.with(t, Map.of(), map("risk", "high"), GENERAL, false));
    List<String> unknown =
        problems(t -> APP.with(t, Map.of(), map("rusk", "high"), GENERAL, false));
    assertThat(hidden).hasSize(1);
    assertThat(hidden.getFirst().replace("risk", "rusk")).isEqualTo(unknown.getFirst());
    assertThat(problems(t -> APP.with(t, Map.of(), map("floor", 1), GENERAL, false))).isEmpty();
  }

  @Test
  void what_a_ticket_has_stays_good_whatever_becomes_of_its_field() {
    Map<String, Object> stored = Map.of("floor", "third", "gone", "x", "dropped", 7, "seat", "1");
    assertThat(given(stored, GENERAL, "risk", "low")).isEmpty();
    // Sent back as it is, as by a form that shows all of them.
    assertThat(given(stored, GENERAL, "floor", "third", "gone", "x", "dropped", 7, "seat", "1"))
        .isEmpty();
    assertThat(given(stored, GENERAL, "gone", "y")).hasSize(1);

    Text text = new Text();
    assertThat(
            APP.with(text, stored, map("dropped", null, "gone", null, "floor", 3), GENERAL, true))
        .isEqualTo(Map.of("floor", new BigDecimal("3"), "seat", "1"));
    text.done();
  }

  @Test
  void null_takes_away_what_is_there_and_asks_for_nothing_unknown() {
    assertThat(given(Map.of(), GENERAL, "floor", null)).isEmpty();
    assertThat(given(Map.of(), GENERAL, "seat", null)).isEmpty();
    assertThat(given(Map.of(), GENERAL, "colour", null)).hasSize(1);
  }

  @Test
  void a_ticket_holds_fifty_values() {
    List<CustomField> many =
        IntStream.range(0, 60)
            .mapToObj(i -> customField("f" + i, CustomField.Type.NUMBER).build())
            .toList();
    CustomFields app = CustomFields.of(many);
    Map<String, Object> fifty = new HashMap<>();
    IntStream.range(0, 50).forEach(i -> fifty.put("f" + i, new BigDecimal(i)));

    assertThat(problems(t -> app.with(t, Map.of(), fifty, GENERAL, true))).isEmpty();
    assertThat(problems(t -> app.with(t, fifty, map("f50", 1), GENERAL, true)))
        .containsExactly("customFields must hold at most 50");
    assertThat(problems(t -> app.with(t, fifty, map("f50", 1, "f0", null), GENERAL, true)))
        .isEmpty();
    fifty.put("f50", BigDecimal.ONE);
    assertThat(problems(t -> app.with(t, Map.of(), fifty, GENERAL, true)))
        .containsExactly("customFields must hold at most 50");
  }

  private static final CustomFields DEMANDING =
      fields(
          customField("floor", CustomField.Type.NUMBER).required().build(),
          customField("seat", CustomField.Type.TEXT).categories("ride").required().build(),
          customField("iban", CustomField.Type.TEXT).departments("billing").required().build(),
          customField("gone", CustomField.Type.TEXT).required().inactive().build(),
          customField("risk", CustomField.Type.TEXT).required().forStaff().build(),
          customField("note", CustomField.Type.TEXT).build());

  private static List<String> missing(Map<String, Object> values, Place place, boolean staff) {
    return problems(t -> DEMANDING.require(t, values, place, staff)).stream()
        .map(p -> p.replace("customFields.", "").replace(" is required", ""))
        .toList();
  }

  @Test
  void a_field_is_required_where_tickets_have_it_of_those_who_may_give_it() {
    assertThat(missing(Map.of(), GENERAL, true)).containsExactly("floor", "risk");
    assertThat(missing(Map.of(), GENERAL, false)).containsExactly("floor");
    assertThat(missing(Map.of("floor", 1), GENERAL, false)).isEmpty();
    assertThat(missing(Map.of("floor", 1), RIDE, false)).containsExactly("seat");
    assertThat(missing(Map.of("floor", 1), new Place("general", "billing", List.of()), false))
        .containsExactly("iban");
  }

  @Test
  void a_category_requires_fields_that_its_tickets_have() {
    Place place = new Place("general", "general", List.of("note", "seat", "gone", "dropped"));
    assertThat(missing(Map.of("floor", 1), place, false)).containsExactly("note");
    assertThat(missing(Map.of("floor", 1, "note", "x"), place, false)).isEmpty();
  }

  private static List<String> missingAfter(
      Map<String, Object> before, Place was, Map<String, Object> after, Place is) {
    return problems(t -> DEMANDING.requireAfter(t, before, was, after, is, true)).stream()
        .map(p -> p.replace("customFields.", "").replace(" is required", ""))
        .toList();
  }

  @Test
  void a_change_takes_no_required_value_away_but_need_not_bring_one_that_was_missing() {
    Map<String, Object> floor = Map.of("floor", 1);
    assertThat(missingAfter(floor, GENERAL, floor, GENERAL)).isEmpty();
    assertThat(missingAfter(floor, GENERAL, Map.of(), GENERAL)).containsExactly("floor");
    assertThat(missingAfter(Map.of(), GENERAL, Map.of(), GENERAL)).isEmpty();
  }

  @Test
  void another_category_asks_for_all_that_it_requires_another_department_for_what_is_new() {
    Map<String, Object> none = Map.of();
    assertThat(missingAfter(none, GENERAL, none, RIDE)).containsExactly("floor", "seat", "risk");
    Place billing = new Place("general", "billing", List.of());
    assertThat(missingAfter(none, GENERAL, none, billing)).containsExactly("iban");
  }

  @Test
  void the_customers_side_sees_values_of_known_fields_that_are_for_it() {
    Map<String, Object> values =
        Map.of("floor", 3, "gone", "still seen", "risk", "high", "dropped", "whose was it");
    assertThat(APP.visibleToCustomer(values)).isEqualTo(Map.of("floor", 3, "gone", "still seen"));
    assertThat(CustomFields.NONE.visibleToCustomer(values)).isEmpty();
    assertThat(APP.showsCustomer("floor")).isTrue();
    assertThat(APP.showsCustomer("risk")).isFalse();
    assertThat(APP.showsCustomer("dropped")).isFalse();
  }

  @Test
  void fields_are_found_by_key_and_listed_in_order() {
    assertThat(APP.find("seat").map(CustomField::type)).contains(CustomField.Type.TEXT);
    assertThat(APP.find("dropped")).isEmpty();
    assertThat(APP.all())
        .extracting(CustomField::key)
        .containsExactly("floor", "seat", "gone", "risk");
  }
}
