package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.MergePatches.Patch;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.rest.AppJson.TargetsJson;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.Targets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an app promises for some of its tickets. */
@Schema(name = "SlaPolicy", description = "Targets for some of an app's tickets.")
record SlaPolicyJson(
    String key,
    String app,
    @Schema(description = "Key of a business calendar; always is around the clock.")
        String calendar,
    @Schema(description = "By priority; for one without targets the policy does not apply.")
        Map<String, TargetsJson> targets,
    int atRiskPercent,
    MatchJson match,
    @Schema(description = "The ETag is made of it.") long version) {

  /** Which tickets a policy is for. */
  @Schema(
      name = "SlaMatch",
      description =
          "Which tickets it is for; an absent or empty list means any. Of several policies the one"
              + " that asks for most applies: category before department.")
  record MatchJson(
      @Schema(maxItems = 100) @Nullable List<String> category,
      @Schema(maxItems = 100) @Nullable List<String> department) {

    static SlaPolicy.Match match(@Nullable MatchJson json) {
      return json == null
          ? new SlaPolicy.Match(List.of(), List.of())
          : new SlaPolicy.Match(
              texts("match.category", json.category), texts("match.department", json.department));
    }

    private static List<String> texts(String field, @Nullable List<String> given) {
      if (given == null) {
        return List.of();
      }
      if (given.stream().anyMatch(Objects::isNull)) {
        throw ProblemException.badRequest(field, "must not hold null");
      }
      return given;
    }
  }

  static SlaPolicyJson of(SlaPolicy p) {
    Map<String, TargetsJson> targets = new LinkedHashMap<>();
    p.targets()
        .forEach(
            (priority, t) ->
                targets.put(priority.wire(), new TargetsJson(t.firstResponse(), t.resolution())));
    return new SlaPolicyJson(
        p.key(),
        p.app(),
        p.calendar(),
        targets,
        p.atRiskPercent(),
        new MatchJson(p.match().categories(), p.match().departments()),
        p.version());
  }

  /** What a new policy is made of. */
  @Schema(
      name = "NewSlaPolicy",
      requiredProperties = {"key", "targets"})
  record NewSlaPolicy(
      @Schema(maxLength = 63, pattern = "[a-z][a-z0-9_]*", examples = "payments")
          @Nullable String key,
      @Schema(description = "The token's if absent.") @Nullable String app,
      @Schema(defaultValue = "always") @Nullable String calendar,
      @Nullable Map<String, @Nullable TargetsJson> targets,
      @Schema(minimum = "1", maximum = "99", defaultValue = "75") @Nullable Integer atRiskPercent,
      @Nullable MatchJson match) {

    SlaPolicy toPolicy(String owner) {
      return new SlaPolicy(
          owner,
          Objects.requireNonNullElse(key, ""),
          Objects.requireNonNullElse(calendar, BusinessCalendar.ALWAYS.key()),
          targetsOf(targets),
          Objects.requireNonNullElse(atRiskPercent, 75),
          MatchJson.match(match),
          1);
    }
  }

  /** What may be changed of a policy. */
  @Schema(
      name = "SlaPolicyPatch",
      description = "The fields to change (JSON merge patch, RFC 7396).")
  record SlaPolicyPatch(
      @Nullable String calendar,
      @Schema(description = "Replaces them all.")
          @Nullable Map<String, @Nullable TargetsJson> targets,
      @Schema(minimum = "1", maximum = "99") @Nullable Integer atRiskPercent,
      @Schema(description = "Replaces both lists; null means any ticket.")
          @Nullable MatchJson match) {

    static final Set<String> REMOVABLE = Set.of("match");

    static SlaPolicy apply(Patch<SlaPolicyPatch> patch, SlaPolicy stored) {
      SlaPolicyPatch p = patch.values();
      return new SlaPolicy(
          stored.app(),
          stored.key(),
          Objects.requireNonNullElse(p.calendar, stored.calendar()),
          p.targets == null ? stored.targets() : targetsOf(p.targets),
          Objects.requireNonNullElse(p.atRiskPercent, stored.atRiskPercent()),
          patch.has("match") ? MatchJson.match(p.match) : stored.match(),
          stored.version() + 1);
    }
  }

  private static Map<Priority, Targets> targetsOf(
      @Nullable Map<String, @Nullable TargetsJson> given) {
    Map<Priority, Targets> targets = new EnumMap<>(Priority.class);
    if (given != null) {
      given.forEach(
          (wire, target) -> {
            Priority priority =
                Priority.parse(wire)
                    .orElseThrow(
                        () ->
                            ProblemException.badRequest(
                                "targets", "must be named " + Wire.all(Priority.class)));
            if (target == null || target.firstResponse() == null || target.resolution() == null) {
              throw ProblemException.badRequest(
                  "targets." + priority.wire(), "needs firstResponse and resolution");
            }
            targets.put(priority, new Targets(target.firstResponse(), target.resolution()));
          });
    }
    return targets;
  }
}
