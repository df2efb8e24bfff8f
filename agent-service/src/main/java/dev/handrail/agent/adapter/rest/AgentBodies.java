package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.RegisterAgent;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Text;
import dev.handrail.kit.web.MergePatches.Patch;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What callers send about accounts. */
final class AgentBodies {

  private AgentBodies() {}

  /** Somebody's wish for an account. */
  @Schema(
      name = "Registration",
      requiredProperties = {"firstName", "lastName", "email", "password", "department"})
  record Registration(
      @Schema(maxLength = 100, examples = "Ada") @Nullable String firstName,
      @Schema(maxLength = 100, examples = "Lovelace") @Nullable String lastName,
      @Schema(maxLength = 254, examples = "ada@support.example") @Nullable String email,
      @Schema(maxLength = 32, examples = "+49 30 1234567") @Nullable String phoneNumber,
      @Schema(minLength = 10, maxLength = 128, format = "password") @Nullable String password,
      @Schema(maxLength = 64) @Nullable String employeeId,
      @Schema(description = "Key of an active department.", examples = "technical")
          @Nullable String department,
      @Schema(maxItems = 50, description = "Categories; none means all alike.")
          @Nullable List<String> specializations,
      @Schema(maxItems = 20, description = "BCP 47; none means all.")
          @Nullable List<String> languages,
      @Schema(maxLength = 2000, description = "An https address.") @Nullable String avatarUrl) {

    RegisterAgent.Command toCommand() {
      return new RegisterAgent.Command(
          firstName,
          lastName,
          email,
          phoneNumber,
          password,
          employeeId,
          department,
          Lists.of("specializations", specializations),
          Lists.of("languages", languages),
          avatarUrl);
    }

    /** Keeps the password out of every message. */
    @Override
    public String toString() {
      return "Registration[]";
    }
  }

  /** What everybody gets who registers. */
  @Schema(name = "RegistrationReceipt", description = "The same for every registration.")
  record Receipt(@Schema(examples = "received") String status, String message) {

    static final Receipt SAME =
        new Receipt(
            "received",
            "If the address has no account yet, one now waits for an admin's approval.");
  }

  /** How an account begins. */
  @Schema(name = "Approval")
  record Approval(
      @Schema(
              maxItems = 100,
              description = "Keys of apps, * for all; those of the caller if absent.")
          @Nullable List<String> apps,
      @Schema(description = "Permissions over the role's default.")
          @Nullable List<String> permissions) {

    static final Approval AS_USUAL = new Approval(null, null);
    static final Set<String> REMOVABLE = Set.of("apps", "permissions");
  }

  /** Why something is done. */
  @Schema(
      name = "Reason",
      requiredProperties = {"reason"})
  record Reason(@Schema(maxLength = 1000) @Nullable String reason) {}

  /** What an agent may do beside its role's default. */
  @Schema(name = "PermissionsUpdate", description = "Replaces both lists.")
  record PermissionsUpdate(@Nullable List<String> grant, @Nullable List<String> revoke) {}

  /** The apps that an agent works for. */
  @Schema(
      name = "AppsUpdate",
      requiredProperties = {"apps"})
  record AppsUpdate(
      @Schema(minItems = 1, maxItems = 100, description = "Keys of apps; * for all.")
          @Nullable List<String> apps) {}

  /** How many tickets an agent may have at a time. */
  @Schema(
      name = "CapacityUpdate",
      requiredProperties = {"max"})
  record CapacityUpdate(@Schema(minimum = "1", maximum = "100") @Nullable Integer max) {}

  /** What agents may say of themselves. */
  @Schema(
      name = "OwnProfilePatch",
      description = "The fields to change (JSON merge patch, RFC 7396).")
  record OwnProfilePatch(
      @Schema(maxLength = 100) @Nullable String firstName,
      @Schema(maxLength = 100) @Nullable String lastName,
      @Schema(maxLength = 32, description = "null takes it away.") @Nullable String phoneNumber,
      @Schema(maxItems = 50, description = "Replaces the list.")
          @Nullable List<String> specializations,
      @Schema(maxItems = 20, description = "Replaces the list.") @Nullable List<String> languages,
      @Schema(maxLength = 2000, description = "null takes it away.") @Nullable String avatarUrl) {

    static final Set<String> REMOVABLE = Set.of("phoneNumber", "avatarUrl");

    static Profile apply(Patch<OwnProfilePatch> patch, Profile stored, Text text) {
      OwnProfilePatch p = patch.values();
      return Profile.of(
          text,
          Objects.requireNonNullElse(p.firstName, stored.firstName()),
          Objects.requireNonNullElse(p.lastName, stored.lastName()),
          patch.has("phoneNumber") ? p.phoneNumber : stored.phoneNumber(),
          stored.employeeId(),
          stored.department(),
          patch.has("specializations")
              ? Lists.of("specializations", p.specializations)
              : stored.specializations(),
          patch.has("languages") ? Lists.of("languages", p.languages) : stored.languages(),
          patch.has("avatarUrl") ? p.avatarUrl : stored.avatarUrl());
    }
  }

  /** What may be corrected of another's profile. */
  @Schema(name = "ProfilePatch", description = "The fields to change (JSON merge patch, RFC 7396).")
  record ProfilePatch(
      @Schema(maxLength = 100) @Nullable String firstName,
      @Schema(maxLength = 100) @Nullable String lastName,
      @Schema(maxLength = 32, description = "null takes it away.") @Nullable String phoneNumber,
      @Schema(maxLength = 64, description = "null takes it away.") @Nullable String employeeId,
      @Schema(description = "Key of an active department. Voids the agent's tokens.")
          @Nullable String department,
      @Schema(maxItems = 50, description = "Replaces the list.")
          @Nullable List<String> specializations,
      @Schema(maxItems = 20, description = "Replaces the list.") @Nullable List<String> languages,
      @Schema(maxLength = 2000, description = "null takes it away.") @Nullable String avatarUrl) {

    static final Set<String> REMOVABLE = Set.of("phoneNumber", "employeeId", "avatarUrl");

    static Profile apply(Patch<ProfilePatch> patch, Profile stored, Text text) {
      ProfilePatch p = patch.values();
      return Profile.of(
          text,
          Objects.requireNonNullElse(p.firstName, stored.firstName()),
          Objects.requireNonNullElse(p.lastName, stored.lastName()),
          patch.has("phoneNumber") ? p.phoneNumber : stored.phoneNumber(),
          patch.has("employeeId") ? p.employeeId : stored.employeeId(),
          Objects.requireNonNullElse(p.department, stored.department()),
          patch.has("specializations")
              ? Lists.of("specializations", p.specializations)
              : stored.specializations(),
          patch.has("languages") ? Lists.of("languages", p.languages) : stored.languages(),
          patch.has("avatarUrl") ? p.avatarUrl : stored.avatarUrl());
    }
  }
}
