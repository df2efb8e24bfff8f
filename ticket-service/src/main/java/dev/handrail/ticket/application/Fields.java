package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks of request fields against an app's vocabulary, shared by opening and correcting. */
final class Fields {

  private Fields() {}

  /** The constant of this wire value; empty, with a problem recorded, for any other. */
  static <E extends Enum<E> & Wire> Optional<E> choice(
      Text text, String field, Class<E> type, @Nullable String wire) {
    Optional<E> found = wire == null ? Optional.empty() : Wire.find(type, wire);
    if (found.isEmpty()) {
      text.problem(field, "must be one of " + Wire.all(type));
    }
    return found;
  }

  /** A priority that the app uses; medium, with a problem recorded, for any other. */
  static Priority priority(Text text, AppProfile profile, String wire) {
    Optional<Priority> found = Priority.parse(wire).filter(profile::uses);
    if (found.isEmpty()) {
      text.problem(
          "priority",
          "must be one of "
              + String.join(", ", profile.priorities().keySet().stream().map(Wire::wire).toList()));
    }
    return found.orElse(Priority.MEDIUM);
  }

  /** An active category of the app's catalogue; null, with a problem recorded, for any other. */
  static @Nullable Category activeCategory(
      Text text, Categories categories, AppProfile profile, @Nullable String key) {
    if (key == null) {
      text.problem("category", "is required");
      return null;
    }
    Category found = categories.find(profile.key(), key).filter(Category::active).orElse(null);
    if (found == null) {
      text.oneOf(
          "category",
          key,
          categories.of(profile.key()).stream()
              .filter(Category::active)
              .map(Category::key)
              .toList());
    }
    return found;
  }
}
