package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.EditTeams.Wanted;
import dev.handrail.agent.domain.Team;
import dev.handrail.kit.web.MergePatches.Patch;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Agents who work together. */
@Schema(name = "Team", description = "Agents who work together.")
record TeamJson(
    String id,
    String name,
    @Schema(description = "Key of the department.") String department,
    @Schema(description = "Id of the member who leads it.") @Nullable String lead,
    @Schema(description = "Ids of agents.") List<String> members,
    Instant createdAt,
    Instant updatedAt,
    @Schema(description = "The ETag is made of it.") long version) {

  static TeamJson of(Team t) {
    return new TeamJson(
        t.id().toString(),
        t.name(),
        t.department(),
        t.lead() == null ? null : t.lead().toString(),
        t.members().stream().map(UUID::toString).toList(),
        t.createdAt(),
        t.updatedAt(),
        t.version());
  }

  /** What a new team is made of. */
  @Schema(
      name = "NewTeam",
      requiredProperties = {"name", "department"})
  record NewTeam(
      @Schema(maxLength = 100, examples = "Night shift") @Nullable String name,
      @Nullable String department,
      @Schema(description = "Becomes a member.") @Nullable UUID lead,
      @Schema(maxItems = 200, description = "Ids of approved agents.")
          @Nullable List<UUID> members) {

    Wanted toWanted() {
      return new Wanted(name, department, lead, Lists.of("members", members));
    }
  }

  /** What may be changed of a team. */
  @Schema(name = "TeamPatch", description = "The fields to change (JSON merge patch, RFC 7396).")
  record TeamPatch(
      @Schema(maxLength = 100) @Nullable String name,
      @Nullable String department,
      @Schema(description = "null takes it away; it stays a member.") @Nullable UUID lead,
      @Schema(maxItems = 200, description = "Replaces the list.") @Nullable List<UUID> members) {

    static final Set<String> REMOVABLE = Set.of("lead");

    static Wanted apply(Patch<TeamPatch> patch, Team stored) {
      TeamPatch p = patch.values();
      return new Wanted(
          Objects.requireNonNullElse(p.name, stored.name()),
          Objects.requireNonNullElse(p.department, stored.department()),
          patch.has("lead") ? p.lead : stored.lead(),
          patch.has("members") ? Lists.of("members", p.members) : stored.members());
    }
  }
}
