package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.Department;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A part of the help desk, for who manages agents. */
@Schema(name = "Department", description = "A part of the help desk.")
record DepartmentJson(
    String key,
    String name,
    @Schema(description = "Whether agents can join it.") boolean active,
    @Schema(description = "Ids of agents who hear of escalations and missed targets.")
        List<String> leads,
    String strategy,
    @Schema(
            description =
                "How long an agent may be offline before its tickets go back; null: for ever.",
            examples = "PT15M")
        @Nullable String giveBackAfter,
    Instant createdAt,
    Instant updatedAt,
    @Schema(description = "The ETag is made of it.") long version) {

  static DepartmentJson of(Department d) {
    Duration after = d.giveBackAfter();
    return new DepartmentJson(
        d.key(),
        d.name(),
        d.active(),
        d.leads().stream().map(UUID::toString).toList(),
        d.strategy().wire(),
        after == null ? null : after.toString(),
        d.createdAt(),
        d.updatedAt(),
        d.version());
  }

  /** What everybody may know of a department. */
  @Schema(name = "DepartmentName", description = "A part of the help desk, for everybody.")
  record DepartmentName(String key, String name) {

    static DepartmentName of(Department d) {
      return new DepartmentName(d.key(), d.name());
    }
  }

  /** What a new department is made of. */
  @Schema(
      name = "NewDepartment",
      requiredProperties = {"key", "name"})
  record NewDepartment(
      @Schema(maxLength = 63, pattern = "[a-z][a-z0-9_]*", examples = "returns")
          @Nullable String key,
      @Schema(maxLength = 100, examples = "Returns") @Nullable String name,
      @Schema(defaultValue = "true") @Nullable Boolean active,
      @Schema(maxItems = 20, description = "Ids of approved agents.") @Nullable List<UUID> leads) {}

  /** What may be changed of a department. */
  @Schema(
      name = "DepartmentPatch",
      description = "The fields to change (JSON merge patch, RFC 7396).")
  record DepartmentPatch(
      @Schema(maxLength = 100) @Nullable String name,
      @Nullable Boolean active,
      @Schema(maxItems = 20, description = "Replaces the list.") @Nullable List<UUID> leads) {

    static final Set<String> REMOVABLE = Set.of();
  }

  /** How a department's tickets are routed. */
  @Schema(
      name = "DepartmentRouting",
      requiredProperties = {"strategy"})
  record Routing(
      @Nullable String strategy,
      @Schema(
              type = SchemaType.STRING,
              description = "ISO 8601, PT1M to PT720H; null or absent: never.",
              examples = "PT15M")
          @Nullable Duration giveBackAfter) {}
}
