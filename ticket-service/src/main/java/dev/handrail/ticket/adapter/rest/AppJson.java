package dev.handrail.ticket.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handrail.kit.web.Problem.FieldError;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.domain.AgentVisibility;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.EscalateSince;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.sla.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The settings of one platform app. */
@Schema(name = "App", description = "How one platform app uses the help desk.")
record AppJson(
    String key,
    String name,
    @Schema(description = "Of its ticket numbers.", examples = "BKG") String prefix,
    @Schema(description = "Those it uses, in its order, with its names for them.")
        List<NamedJson> statuses,
    @Schema(description = "Those it uses, in its order, with its names for them.")
        List<NamedJson> priorities,
    List<String> departments,
    @Schema(description = "SLA targets by priority, where no policy of the app applies.")
        Map<String, TargetsJson> targets,
    @Schema(description = "Whether the resolution clock pauses in waiting_internal, too.")
        boolean pausesInternally,
    @Schema(description = "Whether a ticket goes up a level when a target was missed.")
        boolean escalatesOnBreach,
    @Schema(description = "Roles that may open tickets.") List<String> mayCreate,
    String agentsSee,
    @Schema(description = "Time from resolving to asking for a rating; zero asks at once.")
        Duration ratingAskedAfter,
    boolean closesWhenRated,
    Duration reopenWindow,
    Duration autoCloseAfter,
    Duration escalateAfter,
    @Schema(description = "From when that age is counted: creation or last_touch.")
        String escalateSince,
    @Schema(description = "Time from asking for a rating to reminding of it; zero never reminds.")
        Duration ratingRemindedAfter,
    @Schema(description = "Time between alerts of an overdue ticket; zero never alerts.")
        Duration overdueAlertEvery,
    @Schema(description = "Characters of a message.") int longestMessage,
    @Schema(description = "Attachments of a message.") int mostAttachments,
    @Schema(description = "Bytes of an attachment.") long largestAttachment,
    @Schema(description = "The first is the default.") List<String> languages,
    @Schema(
            description =
                "For staff: names of the configured token issuers that speak for the app; empty"
                    + " means any that may.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> issuers,
    @Schema(description = "The ETag is made of it.") long version) {

  /** A canonical value and what the app calls it. */
  @Schema(
      name = "Named",
      requiredProperties = {"key", "name"})
  record NamedJson(@Nullable String key, @Schema(maxLength = 50) @Nullable String name) {}

  /** SLA targets of one priority. */
  @Schema(
      name = "Targets",
      requiredProperties = {"firstResponse", "resolution"})
  record TargetsJson(@Nullable Duration firstResponse, @Nullable Duration resolution) {}

  static AppJson of(AppProfile p, boolean staff) {
    Map<String, TargetsJson> targets = new LinkedHashMap<>();
    p.priorities()
        .keySet()
        .forEach(
            priority -> {
              Targets t = p.targetsFor(priority);
              targets.put(priority.wire(), new TargetsJson(t.firstResponse(), t.resolution()));
            });
    return new AppJson(
        p.key(),
        p.name(),
        p.prefix(),
        named(p.statuses()),
        named(p.priorities()),
        p.departments(),
        targets,
        p.pausesInternally(),
        p.escalatesOnBreach(),
        p.mayCreate().stream().sorted().map(Wire::wire).toList(),
        p.agentsSee().wire(),
        p.ratingAskedAfter(),
        p.closesWhenRated(),
        p.reopenWindow(),
        p.autoCloseAfter(),
        p.escalateAfter(),
        p.escalateSince().wire(),
        p.ratingRemindedAfter(),
        p.overdueAlertEvery(),
        p.longestMessage(),
        p.mostAttachments(),
        p.largestAttachment(),
        p.languages(),
        staff ? p.issuers() : null,
        p.version());
  }

  private static List<NamedJson> named(Map<? extends Wire, String> names) {
    return names.entrySet().stream()
        .map(e -> new NamedJson(e.getKey().wire(), e.getValue()))
        .toList();
  }

  /** What a new app is made of; what is absent gets the usual value. */
  @Schema(
      name = "NewApp",
      requiredProperties = {"key", "name", "prefix"})
  record NewApp(
      @Schema(maxLength = 63, pattern = "[a-z][a-z0-9_]*", examples = "parcels")
          @Nullable String key,
      @Schema(maxLength = 100, examples = "Parcels") @Nullable String name,
      @Schema(pattern = "[A-Z][A-Z0-9]{1,7}", examples = "PCL") @Nullable String prefix,
      @Schema(description = "All nine if absent.") @Nullable List<@Nullable NamedJson> statuses,
      @Schema(description = "All four if absent.") @Nullable List<@Nullable NamedJson> priorities,
      @Schema(description = "technical, billing, general and complaints if absent.")
          @Nullable List<String> departments,
      @Schema(description = "The default targets for those not named.")
          @Nullable Map<String, @Nullable TargetsJson> targets,
      @Schema(defaultValue = "false") @Nullable Boolean pausesInternally,
      @Schema(defaultValue = "false") @Nullable Boolean escalatesOnBreach,
      @Schema(description = "Every role if absent.") @Nullable List<String> mayCreate,
      @Schema(description = "assigned_and_open if absent.") @Nullable String agentsSee,
      @Schema(defaultValue = "PT0S") @Nullable Duration ratingAskedAfter,
      @Schema(defaultValue = "false") @Nullable Boolean closesWhenRated,
      @Schema(defaultValue = "P14D") @Nullable Duration reopenWindow,
      @Schema(defaultValue = "P7D") @Nullable Duration autoCloseAfter,
      @Schema(defaultValue = "P2D") @Nullable Duration escalateAfter,
      @Schema(defaultValue = "creation", description = "creation or last_touch.")
          @Nullable String escalateSince,
      @Schema(defaultValue = "P2D", description = "Zero never reminds.")
          @Nullable Duration ratingRemindedAfter,
      @Schema(defaultValue = "PT6H", description = "Zero never alerts.")
          @Nullable Duration overdueAlertEvery,
      @Schema(minimum = "1", maximum = "5000", defaultValue = "5000")
          @Nullable Integer longestMessage,
      @Schema(minimum = "0", maximum = "10", defaultValue = "10") @Nullable Integer mostAttachments,
      @Schema(minimum = "0", maximum = "10485760", defaultValue = "10485760")
          @Nullable Long largestAttachment,
      @Schema(description = "en if absent.") @Nullable List<String> languages,
      @Schema(description = "Any that may if absent.") @Nullable List<String> issuers) {

    AppProfile toProfile() {
      Reading r = new Reading();
      Map<Status, String> statusNames =
          statuses == null ? usual(Status.values()) : r.statuses(statuses);
      Map<Priority, String> priorityNames =
          priorities == null ? usual(Priority.values()) : r.priorities(priorities);
      Map<Priority, Targets> goals = new EnumMap<>(Priority.class);
      priorityNames.keySet().forEach(p -> goals.put(p, p.defaultTargets()));
      r.targets(targets, goals);
      return r.profile(
          () ->
              new AppProfile(
                  Objects.requireNonNullElse(key, ""),
                  Objects.requireNonNullElse(name, ""),
                  Objects.requireNonNullElse(prefix, ""),
                  statusNames,
                  priorityNames,
                  Objects.requireNonNullElse(
                      departments, List.of("technical", "billing", "general", "complaints")),
                  goals,
                  Boolean.TRUE.equals(pausesInternally),
                  Boolean.TRUE.equals(escalatesOnBreach),
                  mayCreate == null ? EnumSet.allOf(Role.class) : r.roles(mayCreate),
                  agentsSee == null ? AgentVisibility.ASSIGNED_AND_OPEN : r.visibility(agentsSee),
                  Objects.requireNonNullElse(ratingAskedAfter, Duration.ZERO),
                  Boolean.TRUE.equals(closesWhenRated),
                  Objects.requireNonNullElse(reopenWindow, Duration.ofDays(14)),
                  Objects.requireNonNullElse(autoCloseAfter, Duration.ofDays(7)),
                  Objects.requireNonNullElse(escalateAfter, Duration.ofDays(2)),
                  escalateSince == null ? EscalateSince.CREATION : r.since(escalateSince),
                  Objects.requireNonNullElse(ratingRemindedAfter, AppProfile.USUAL_REMINDER),
                  Objects.requireNonNullElse(overdueAlertEvery, AppProfile.USUAL_ALERT),
                  Objects.requireNonNullElse(longestMessage, Message.LONGEST),
                  Objects.requireNonNullElse(mostAttachments, 10),
                  Objects.requireNonNullElse(largestAttachment, 10L * 1024 * 1024),
                  r.texts("languages", languages == null ? List.of("en") : languages),
                  r.texts("issuers", issuers == null ? List.of() : issuers),
                  1));
    }

    private static <E extends Enum<E> & Wire> Map<E, String> usual(E[] values) {
      Map<E, String> names = new LinkedHashMap<>();
      for (E value : values) {
        String words = value.wire().replace('_', ' ');
        names.put(value, Character.toUpperCase(words.charAt(0)) + words.substring(1));
      }
      return names;
    }
  }

  /** What may be changed of an app. */
  @Schema(name = "AppPatch", description = "The fields to change (JSON merge patch, RFC 7396).")
  record AppPatch(
      @Schema(maxLength = 100) @Nullable String name,
      @Schema(description = "Replaces the list.") @Nullable List<@Nullable NamedJson> statuses,
      @Schema(description = "Replaces the list.") @Nullable List<@Nullable NamedJson> priorities,
      @Schema(description = "Replaces the list.") @Nullable List<String> departments,
      @Schema(description = "Merged by priority.")
          @Nullable Map<String, @Nullable TargetsJson> targets,
      @Nullable Boolean pausesInternally,
      @Nullable Boolean escalatesOnBreach,
      @Schema(description = "Replaces the list.") @Nullable List<String> mayCreate,
      @Nullable String agentsSee,
      @Nullable Duration ratingAskedAfter,
      @Nullable Boolean closesWhenRated,
      @Nullable Duration reopenWindow,
      @Nullable Duration autoCloseAfter,
      @Nullable Duration escalateAfter,
      @Schema(description = "creation or last_touch.") @Nullable String escalateSince,
      @Schema(description = "Zero never reminds.") @Nullable Duration ratingRemindedAfter,
      @Schema(description = "Zero never alerts.") @Nullable Duration overdueAlertEvery,
      @Schema(minimum = "1", maximum = "5000") @Nullable Integer longestMessage,
      @Schema(minimum = "0", maximum = "10") @Nullable Integer mostAttachments,
      @Schema(minimum = "0", maximum = "10485760") @Nullable Long largestAttachment,
      @Schema(description = "Replaces the list.") @Nullable List<String> languages,
      @Schema(description = "Replaces the list.") @Nullable List<String> issuers) {

    AppProfile apply(AppProfile s) {
      Reading r = new Reading();
      Map<Status, String> statusNames = statuses == null ? s.statuses() : r.statuses(statuses);
      Map<Priority, String> priorityNames =
          priorities == null ? s.priorities() : r.priorities(priorities);
      Map<Priority, Targets> goals = new EnumMap<>(Priority.class);
      priorityNames.keySet().forEach(p -> goals.put(p, s.targetsFor(p)));
      r.targets(targets, goals);
      return r.profile(
          () ->
              new AppProfile(
                  s.key(),
                  Objects.requireNonNullElse(name, s.name()),
                  s.prefix(),
                  statusNames,
                  priorityNames,
                  Objects.requireNonNullElse(departments, s.departments()),
                  goals,
                  Objects.requireNonNullElse(pausesInternally, s.pausesInternally()),
                  Objects.requireNonNullElse(escalatesOnBreach, s.escalatesOnBreach()),
                  mayCreate == null ? s.mayCreate() : r.roles(mayCreate),
                  agentsSee == null ? s.agentsSee() : r.visibility(agentsSee),
                  Objects.requireNonNullElse(ratingAskedAfter, s.ratingAskedAfter()),
                  Objects.requireNonNullElse(closesWhenRated, s.closesWhenRated()),
                  Objects.requireNonNullElse(reopenWindow, s.reopenWindow()),
                  Objects.requireNonNullElse(autoCloseAfter, s.autoCloseAfter()),
                  Objects.requireNonNullElse(escalateAfter, s.escalateAfter()),
                  escalateSince == null ? s.escalateSince() : r.since(escalateSince),
                  Objects.requireNonNullElse(ratingRemindedAfter, s.ratingRemindedAfter()),
                  Objects.requireNonNullElse(overdueAlertEvery, s.overdueAlertEvery()),
                  Objects.requireNonNullElse(longestMessage, s.longestMessage()),
                  Objects.requireNonNullElse(mostAttachments, s.mostAttachments()),
                  Objects.requireNonNullElse(largestAttachment, s.largestAttachment()),
                  languages == null ? s.languages() : r.texts("languages", languages),
                  issuers == null ? s.issuers() : r.texts("issuers", issuers),
                  s.version() + 1));
    }
  }

  /** Turns wire values into those of the domain and gathers what is wrong with them. */
  private static final class Reading {
    private static final int MOST = 50;
    private final List<FieldError> errors = new ArrayList<>();

    /** The profile, or a 400 naming what was wrong here and, if that was nothing, there. */
    AppProfile profile(java.util.function.Supplier<AppProfile> made) {
      AppProfile profile = null;
      try {
        profile = made.get();
      } catch (TicketProblem.Invalid invalid) {
        invalid.fields().forEach(f -> errors.add(new FieldError(f.field(), f.message())));
      }
      if (profile == null || !errors.isEmpty()) {
        throw ProblemException.badRequest(errors);
      }
      return profile;
    }

    Map<Status, String> statuses(List<@Nullable NamedJson> given) {
      return names("statuses", given, Status::parse, Wire.all(Status.class));
    }

    Map<Priority, String> priorities(List<@Nullable NamedJson> given) {
      return names("priorities", given, Priority::parse, Wire.all(Priority.class));
    }

    private <E> Map<E, String> names(
        String field,
        List<@Nullable NamedJson> given,
        Function<String, Optional<E>> parse,
        String offered) {
      Map<E, String> names = new LinkedHashMap<>();
      for (NamedJson one : given) {
        String wire = one == null ? null : one.key();
        E key = wire == null ? null : parse.apply(wire).orElse(null);
        String name = line(field + ".name", one == null ? null : one.name(), 50);
        if (key == null) {
          wrong(field + ".key", "must be one of " + offered);
        } else if (names.put(key, name) != null) {
          wrong(field, "must name each once");
        }
      }
      return names;
    }

    void targets(@Nullable Map<String, @Nullable TargetsJson> given, Map<Priority, Targets> goals) {
      if (given == null) {
        return;
      }
      given.forEach(
          (wire, target) -> {
            Priority priority = Priority.parse(wire).orElse(null);
            if (priority == null) {
              wrong("targets", "must be named " + Wire.all(Priority.class));
            } else if (target == null
                || target.firstResponse() == null
                || target.resolution() == null) {
              wrong("targets." + priority.wire(), "needs firstResponse and resolution");
            } else {
              goals.put(priority, new Targets(target.firstResponse(), target.resolution()));
            }
          });
    }

    Set<Role> roles(List<String> given) {
      EnumSet<Role> roles = EnumSet.noneOf(Role.class);
      for (String wire : given) {
        Optional<Role> role = wire == null ? Optional.empty() : Wire.find(Role.class, wire);
        role.ifPresentOrElse(
            roles::add, () -> wrong("mayCreate", "must be one of " + Wire.all(Role.class)));
      }
      return roles;
    }

    AgentVisibility visibility(String wire) {
      return Wire.find(AgentVisibility.class, wire)
          .orElseGet(
              () -> {
                wrong("agentsSee", "must be one of " + Wire.all(AgentVisibility.class));
                return AgentVisibility.ASSIGNED_AND_OPEN;
              });
    }

    EscalateSince since(String wire) {
      return Wire.find(EscalateSince.class, wire)
          .orElseGet(
              () -> {
                wrong("escalateSince", "must be one of " + Wire.all(EscalateSince.class));
                return EscalateSince.CREATION;
              });
    }

    List<String> texts(String field, List<String> given) {
      if (given.size() > MOST) {
        wrong(field, "must hold at most " + MOST);
        return List.of("en");
      }
      return given.stream().map(t -> line(field, t, 100)).toList();
    }

    private String line(String field, @Nullable String value, int max) {
      Text text = new Text();
      String line = text.line(field, value, max);
      try {
        text.done();
      } catch (TicketProblem.Invalid invalid) {
        invalid.fields().forEach(f -> wrong(f.field(), f.message()));
      }
      return line;
    }

    private void wrong(String field, String message) {
      errors.add(new FieldError(field, message));
    }
  }
}
