package dev.handrail.ticket.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The custom fields of one app, and what they ask of a ticket's values. Values that a ticket has
 * stay good whatever becomes of their field; only those that somebody gives are checked.
 *
 * @param byKey in the order of lists
 */
public record CustomFields(Map<String, CustomField> byKey) {

  /** Of an app that has none. */
  public static final CustomFields NONE = new CustomFields(Map.of());

  /** The most values that a ticket holds. */
  public static final int MOST_VALUES = 50;

  private static final String FIELD = "customFields";

  /**
   * What decides which fields a ticket has.
   *
   * @param required keys of the fields that its category demands
   */
  public record Place(String category, String department, List<String> required) {
    public Place {
      required = List.copyOf(required);
    }
  }

  public CustomFields {
    byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
  }

  public static CustomFields of(Collection<CustomField> fields) {
    Map<String, CustomField> byKey = new LinkedHashMap<>();
    fields.forEach(f -> byKey.put(f.key(), f));
    return new CustomFields(byKey);
  }

  public Optional<CustomField> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  public List<CustomField> all() {
    return new ArrayList<>(byKey.values());
  }

  /** Whether the customer's side may know of values of this key. */
  public boolean showsCustomer(String key) {
    CustomField field = byKey.get(key);
    // Of a key that is no field any more nobody can tell whether its values were for staff only.
    return field != null && field.visibleToCustomer();
  }

  /** Those of a ticket's values that the customer's side may know of. */
  public Map<String, Object> visibleToCustomer(Map<String, Object> values) {
    Map<String, Object> visible = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (showsCustomer(key)) {
            visible.put(key, value);
          }
        });
    return visible;
  }

  /**
   * A ticket's values after some were given, with what is wrong with these recorded.
   *
   * @param stored what the ticket has; empty for a new one
   * @param given by key; null takes a value away
   * @param place where the ticket then stands
   * @param staff whether staff gives them
   */
  public Map<String, Object> with(
      Text text,
      Map<String, Object> stored,
      Map<String, ? extends @Nullable Object> given,
      Place place,
      boolean staff) {
    if (given.size() > MOST_VALUES) {
      text.problem(FIELD, "must hold at most " + MOST_VALUES);
      return stored;
    }
    Map<String, Object> values = new LinkedHashMap<>(stored);
    given.forEach(
        (key, value) -> {
          if (value == null && stored.containsKey(key)) {
            values.remove(key);
          } else if (value == null || !value.equals(stored.get(key))) {
            give(text, values, key, value, place, staff);
          }
        });
    if (values.size() > MOST_VALUES) {
      text.problem(FIELD, "must hold at most " + MOST_VALUES);
    }
    return values;
  }

  private void give(
      Text text,
      Map<String, Object> values,
      String key,
      @Nullable Object value,
      Place place,
      boolean staff) {
    CustomField field = byKey.get(key);
    if (field == null || !field.active() || !(staff || field.visibleToCustomer())) {
      // A key that is none is not repeated: it may be anything.
      boolean sayable = Text.isKey(key);
      text.problem(sayable ? CustomField.path(key) : FIELD, "is not a custom field of this app");
    } else if (value == null) {
      values.remove(key);
    } else if (!field.appliesTo(place.category(), place.department())) {
      text.problem(
          CustomField.path(key), "is not a field of tickets of this category and department");
    } else {
      values.put(key, field.check(text, value));
    }
  }

  /** Records a problem for each required field without a value. */
  public void require(Text text, Map<String, Object> values, Place place, boolean staff) {
    demand(text, missing(values, place, staff));
  }

  /**
   * Records a problem for each required field that a change leaves without a value. What was
   * missing before may be missing still, unless the category is another one.
   */
  public void requireAfter(
      Text text,
      Map<String, Object> before,
      Place was,
      Map<String, Object> after,
      Place is,
      boolean staff) {
    Set<String> missing = missing(after, is, staff);
    if (was.category().equals(is.category())) {
      missing.removeAll(missing(before, was, staff));
    }
    demand(text, missing);
  }

  private static void demand(Text text, Set<String> missing) {
    missing.forEach(key -> text.problem(CustomField.path(key), "is required"));
  }

  /** Fields are required where tickets have them, of those who may give them a value. */
  private Set<String> missing(Map<String, Object> values, Place place, boolean staff) {
    Set<String> missing = new LinkedHashSet<>();
    for (CustomField field : byKey.values()) {
      if (field.active()
          && (staff || field.visibleToCustomer())
          && (field.required() || place.required().contains(field.key()))
          && field.appliesTo(place.category(), place.department())
          && !values.containsKey(field.key())) {
        missing.add(field.key());
      }
    }
    return missing;
  }
}
