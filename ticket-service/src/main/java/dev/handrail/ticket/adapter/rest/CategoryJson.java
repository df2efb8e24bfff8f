package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.MergePatches.Patch;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Wire;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A kind of ticket. */
@Schema(name = "Category", description = "A kind of ticket of one app.")
record CategoryJson(
    String key,
    String app,
    String name,
    @Nullable String icon,
    @Nullable String description,
    @Schema(description = "Whether new tickets may have it.") boolean active,
    int sortOrder,
    String defaultPriority,
    String department,
    @Schema(description = "Custom fields that a ticket of it must have.")
        List<String> requiredFields,
    @Schema(description = "The ETag is made of it.") long version) {

  /**
   * The category for a reader.
   *
   * @param isShown whether the reader may know of a custom field, by its key
   */
  static CategoryJson of(Category c, Predicate<String> isShown) {
    return new CategoryJson(
        c.key(),
        c.app(),
        c.name(),
        c.icon(),
        c.description(),
        c.active(),
        c.sortOrder(),
        c.defaultPriority().wire(),
        c.department(),
        c.requiredFields().stream().filter(isShown).toList(),
        c.version());
  }

  /** What a new category is made of. */
  @Schema(
      name = "NewCategory",
      requiredProperties = {"key", "name", "department"})
  record NewCategory(
      @Schema(maxLength = 63, pattern = "[a-z][a-z0-9_]*", examples = "lost_item")
          @Nullable String key,
      @Schema(description = "The token's if absent.") @Nullable String app,
      @Schema(maxLength = 100, examples = "Lost item") @Nullable String name,
      @Schema(maxLength = 100) @Nullable String icon,
      @Schema(maxLength = 500) @Nullable String description,
      @Schema(defaultValue = "true") @Nullable Boolean active,
      @Schema(minimum = "0", maximum = "100000", defaultValue = "0") @Nullable Integer sortOrder,
      @Schema(defaultValue = "medium") @Nullable String defaultPriority,
      @Schema(examples = "general") @Nullable String department,
      @Schema(maxItems = 50) @Nullable List<String> requiredFields) {

    Category toCategory(String app) {
      return new Category(
          app,
          Objects.requireNonNullElse(key, ""),
          Objects.requireNonNullElse(name, ""),
          icon,
          description,
          !Boolean.FALSE.equals(active),
          Objects.requireNonNullElse(sortOrder, 0),
          defaultPriority == null ? Priority.MEDIUM : priority(defaultPriority),
          Objects.requireNonNullElse(department, ""),
          Objects.requireNonNullElse(requiredFields, List.of()),
          1);
    }
  }

  /** What may be changed of a category. */
  @Schema(
      name = "CategoryPatch",
      description = "The fields to change (JSON merge patch, RFC 7396).")
  record CategoryPatch(
      @Schema(maxLength = 100) @Nullable String name,
      @Schema(maxLength = 100, description = "null takes it away.") @Nullable String icon,
      @Schema(maxLength = 500, description = "null takes it away.") @Nullable String description,
      @Nullable Boolean active,
      @Schema(minimum = "0", maximum = "100000") @Nullable Integer sortOrder,
      @Nullable String defaultPriority,
      @Nullable String department,
      @Schema(maxItems = 50, description = "Replaces the list.")
          @Nullable List<String> requiredFields) {

    static final Set<String> REMOVABLE = Set.of("icon", "description");

    static Category apply(Patch<CategoryPatch> patch, Category stored) {
      CategoryPatch p = patch.values();
      return new Category(
          stored.app(),
          stored.key(),
          Objects.requireNonNullElse(p.name, stored.name()),
          patch.has("icon") ? p.icon : stored.icon(),
          patch.has("description") ? p.description : stored.description(),
          Objects.requireNonNullElse(p.active, stored.active()),
          Objects.requireNonNullElse(p.sortOrder, stored.sortOrder()),
          p.defaultPriority == null ? stored.defaultPriority() : priority(p.defaultPriority),
          Objects.requireNonNullElse(p.department, stored.department()),
          Objects.requireNonNullElse(p.requiredFields, stored.requiredFields()),
          stored.version() + 1);
    }
  }

  private static Priority priority(String wire) {
    return Priority.parse(wire)
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "defaultPriority", "must be one of " + Wire.all(Priority.class)));
  }
}
