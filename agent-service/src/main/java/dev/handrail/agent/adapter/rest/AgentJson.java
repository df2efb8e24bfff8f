package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Wire;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account, for itself and for who manages agents. */
@Schema(name = "Agent", description = "The account of a support agent or admin.")
record AgentJson(
    String id,
    String firstName,
    String lastName,
    @Schema(description = "First and last name.") String name,
    String email,
    @Nullable String phoneNumber,
    @Nullable String employeeId,
    String role,
    @Schema(description = "Key of the department.") String department,
    @Schema(description = "Categories that it is good at; empty: all alike.")
        List<String> specializations,
    @Schema(description = "BCP 47; empty: all.") List<String> languages,
    @Nullable String avatarUrl,
    String status,
    @Schema(description = "Why it was rejected or suspended.") @Nullable String statusReason,
    @Schema(description = "Keys of apps; * stands for all.") List<String> apps,
    @Schema(description = "What it may do: its role's default, with granted, without revoked.")
        List<String> permissions,
    List<String> granted,
    List<String> revoked,
    @Schema(description = "How many tickets it may have at a time.") int capacity,
    @Nullable ShiftsJson shifts,
    String availability,
    Instant createdAt,
    Instant updatedAt,
    @Schema(description = "The ETag is made of it.") long version) {

  static AgentJson of(Agent a) {
    return new AgentJson(
        a.id().toString(),
        a.profile().firstName(),
        a.profile().lastName(),
        a.profile().name(),
        a.email(),
        a.profile().phoneNumber(),
        a.profile().employeeId(),
        a.role().wire(),
        a.profile().department(),
        a.profile().specializations(),
        a.profile().languages(),
        a.profile().avatarUrl(),
        a.status().wire(),
        a.statusReason(),
        a.rights().apps(),
        wires(a.permissions()),
        wires(a.rights().granted()),
        wires(a.rights().revoked()),
        a.capacity(),
        ShiftsJson.of(a.shifts()),
        a.availability().wire(),
        a.createdAt(),
        a.updatedAt(),
        a.version());
  }

  private static List<String> wires(Collection<Permission> permissions) {
    return permissions.stream().sorted().map(Wire::wire).toList();
  }

  /** What agents see of each other. */
  @Schema(name = "AgentSummary", description = "An approved agent, for its colleagues.")
  record AgentSummary(String id, String name, String department, String availability) {

    static AgentSummary of(Agent a) {
      return new AgentSummary(
          a.id().toString(), a.profile().name(), a.profile().department(), a.availability().wire());
    }
  }

  /** What others show of an agent, for our own services. */
  @Schema(name = "AgentCard", description = "What others show of an agent.")
  record AgentCard(
      String id,
      String name,
      @Nullable String avatarUrl,
      @Schema(description = "Grows when any of it changes.") long profileVersion) {}
}
