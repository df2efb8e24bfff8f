package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.MergePatches.Patch;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.Wire;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A field that an app's tickets have besides the common ones. */
@Schema(
    name = "CustomField",
    description = "A field that tickets of one app have besides the common ones.")
record CustomFieldJson(
    String key,
    String app,
    String name,
    @Nullable String description,
    String type,
    @Schema(description = "What a choice offers, in this order.") List<String> options,
    @Schema(description = "Tickets of these categories have it; of all if empty.")
        List<String> categories,
    @Schema(description = "Tickets of these departments have it; of all if empty.")
        List<String> departments,
    @Schema(description = "Whether tickets that have it must have a value.") boolean required,
    @Schema(description = "Whether it takes values; those that tickets have stay.") boolean active,
    int sortOrder,
    @Schema(description = "Whether customers see it and may give values.")
        boolean visibleToCustomer,
    @Schema(description = "The least number, included.") @Nullable BigDecimal min,
    @Schema(description = "The greatest number, included.") @Nullable BigDecimal max,
    @Schema(description = "The ETag is made of it.") long version) {

  static CustomFieldJson of(CustomField f) {
    return new CustomFieldJson(
        f.key(),
        f.app(),
        f.name(),
        f.description(),
        f.type().wire(),
        f.options(),
        f.categories(),
        f.departments(),
        f.required(),
        f.active(),
        f.sortOrder(),
        f.visibleToCustomer(),
        f.min(),
        f.max(),
        f.version());
  }

  /** What a new custom field is made of. */
  @Schema(
      name = "NewCustomField",
      requiredProperties = {"key", "name", "type"})
  record NewCustomField(
      @Schema(maxLength = 63, pattern = "[a-z][a-z0-9_]*", examples = "seat_number")
          @Nullable String key,
      @Schema(description = "The token's if absent.") @Nullable String app,
      @Schema(maxLength = 100, examples = "Seat number") @Nullable String name,
      @Schema(maxLength = 500) @Nullable String description,
      @Nullable String type,
      @Schema(maxItems = 100, description = "For a choice: at least one.")
          @Nullable List<String> options,
      @Schema(maxItems = 100, description = "All if absent or empty.")
          @Nullable List<String> categories,
      @Schema(maxItems = 100, description = "All if absent or empty.")
          @Nullable List<String> departments,
      @Schema(defaultValue = "false") @Nullable Boolean required,
      @Schema(defaultValue = "true") @Nullable Boolean active,
      @Schema(minimum = "0", maximum = "100000", defaultValue = "0") @Nullable Integer sortOrder,
      @Schema(defaultValue = "true") @Nullable Boolean visibleToCustomer,
      @Schema(description = "For a number.") @Nullable BigDecimal min,
      @Schema(description = "For a number.") @Nullable BigDecimal max) {

    CustomField toField(String app) {
      return new CustomField(
          app,
          Objects.requireNonNullElse(key, ""),
          Objects.requireNonNullElse(name, ""),
          description,
          typeOf(type),
          Objects.requireNonNullElse(options, List.of()),
          Objects.requireNonNullElse(categories, List.of()),
          Objects.requireNonNullElse(departments, List.of()),
          Boolean.TRUE.equals(required),
          !Boolean.FALSE.equals(active),
          Objects.requireNonNullElse(sortOrder, 0),
          !Boolean.FALSE.equals(visibleToCustomer),
          min,
          max,
          1);
    }
  }

  /** What may be changed of a custom field. */
  @Schema(
      name = "CustomFieldPatch",
      description = "The fields to change (JSON merge patch, RFC 7396).")
  record CustomFieldPatch(
      @Schema(maxLength = 100) @Nullable String name,
      @Schema(maxLength = 500, description = "null takes it away.") @Nullable String description,
      @Schema(description = "Values that tickets have stay as they are.") @Nullable String type,
      @Schema(maxItems = 100, description = "Replaces the list.") @Nullable List<String> options,
      @Schema(maxItems = 100, description = "Replaces the list.") @Nullable List<String> categories,
      @Schema(maxItems = 100, description = "Replaces the list.")
          @Nullable List<String> departments,
      @Nullable Boolean required,
      @Nullable Boolean active,
      @Schema(minimum = "0", maximum = "100000") @Nullable Integer sortOrder,
      @Nullable Boolean visibleToCustomer,
      @Schema(description = "null takes it away.") @Nullable BigDecimal min,
      @Schema(description = "null takes it away.") @Nullable BigDecimal max) {

    static final Set<String> REMOVABLE = Set.of("description", "min", "max");

    static CustomField apply(Patch<CustomFieldPatch> patch, CustomField stored) {
      CustomFieldPatch p = patch.values();
      return new CustomField(
          stored.app(),
          stored.key(),
          Objects.requireNonNullElse(p.name, stored.name()),
          patch.has("description") ? p.description : stored.description(),
          p.type == null ? stored.type() : typeOf(p.type),
          Objects.requireNonNullElse(p.options, stored.options()),
          Objects.requireNonNullElse(p.categories, stored.categories()),
          Objects.requireNonNullElse(p.departments, stored.departments()),
          Objects.requireNonNullElse(p.required, stored.required()),
          Objects.requireNonNullElse(p.active, stored.active()),
          Objects.requireNonNullElse(p.sortOrder, stored.sortOrder()),
          Objects.requireNonNullElse(p.visibleToCustomer, stored.visibleToCustomer()),
          patch.has("min") ? p.min : stored.min(),
          patch.has("max") ? p.max : stored.max(),
          stored.version() + 1);
    }
  }

  private static CustomField.Type typeOf(@Nullable String wire) {
    return (wire == null
            ? Optional.<CustomField.Type>empty()
            : Wire.find(CustomField.Type.class, wire))
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "type", "must be one of " + Wire.all(CustomField.Type.class)));
  }
}
