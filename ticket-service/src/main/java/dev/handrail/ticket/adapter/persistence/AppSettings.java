package dev.handrail.ticket.adapter.persistence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.handrail.kit.sql.Json;
import dev.handrail.kit.sql.Row;
import dev.handrail.ticket.domain.AgentVisibility;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.EscalateSince;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.sla.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An app's settings as they stand in column {@code app.settings}. Lists, where the order means
 * something: jsonb does not keep the order of an object's fields. What is nullable was not there
 * from the beginning: a row that lacks it has the usual value. What a later version adds is passed
 * over, so that this one goes on beside it.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AppSettings(
    String name,
    List<Named> statuses,
    List<Named> priorities,
    List<String> departments,
    List<Target> targets,
    boolean pausesInternally,
    boolean escalatesOnBreach,
    List<String> mayCreate,
    String agentsSee,
    String ratingAskedAfter,
    boolean closesWhenRated,
    String reopenWindow,
    String autoCloseAfter,
    String escalateAfter,
    @Nullable String escalateSince,
    @Nullable String ratingRemindedAfter,
    @Nullable String overdueAlertEvery,
    int longestMessage,
    int mostAttachments,
    long largestAttachment,
    List<String> languages,
    List<String> issuers) {

  /** A value of the vocabulary and what the app calls it. */
  record Named(String key, String name) {}

  /** The SLA targets of a priority, as ISO 8601 durations. */
  record Target(String priority, String firstResponse, String resolution) {}

  static Json of(AppProfile p) {
    return JsonColumns.write(
        new AppSettings(
            p.name(),
            named(p.statuses()),
            named(p.priorities()),
            p.departments(),
            new EnumMap<>(p.targets())
                .entrySet().stream()
                    .map(
                        t ->
                            new Target(
                                t.getKey().wire(),
                                t.getValue().firstResponse().toString(),
                                t.getValue().resolution().toString()))
                    .toList(),
            p.pausesInternally(),
            p.escalatesOnBreach(),
            p.mayCreate().stream().sorted().map(Wire::wire).toList(),
            p.agentsSee().wire(),
            p.ratingAskedAfter().toString(),
            p.closesWhenRated(),
            p.reopenWindow().toString(),
            p.autoCloseAfter().toString(),
            p.escalateAfter().toString(),
            p.escalateSince().wire(),
            p.ratingRemindedAfter().toString(),
            p.overdueAlertEvery().toString(),
            p.longestMessage(),
            p.mostAttachments(),
            p.largestAttachment(),
            p.languages(),
            p.issuers()));
  }

  /** The profile in a row with {@link Catalogue#APP_COLUMNS}. */
  static AppProfile profile(Row row) throws SQLException {
    AppSettings s = JsonColumns.read(AppSettings.class, row.string("settings"));
    Map<Priority, Targets> targets = new EnumMap<>(Priority.class);
    for (Target t : s.targets()) {
      targets.put(
          Wires.read(Priority.class, t.priority()),
          new Targets(Duration.parse(t.firstResponse()), Duration.parse(t.resolution())));
    }
    Set<Role> mayCreate = new LinkedHashSet<>();
    for (String role : s.mayCreate()) {
      mayCreate.add(Wires.read(Role.class, role));
    }
    return new AppProfile(
        row.string("key"),
        s.name(),
        row.string("prefix"),
        named(Status.class, s.statuses()),
        named(Priority.class, s.priorities()),
        s.departments(),
        targets,
        s.pausesInternally(),
        s.escalatesOnBreach(),
        mayCreate,
        Wires.read(AgentVisibility.class, s.agentsSee()),
        Duration.parse(s.ratingAskedAfter()),
        s.closesWhenRated(),
        Duration.parse(s.reopenWindow()),
        Duration.parse(s.autoCloseAfter()),
        Duration.parse(s.escalateAfter()),
        s.escalateSince() == null
            ? EscalateSince.CREATION
            : Wires.read(EscalateSince.class, s.escalateSince()),
        s.ratingRemindedAfter() == null
            ? AppProfile.USUAL_REMINDER
            : Duration.parse(s.ratingRemindedAfter()),
        s.overdueAlertEvery() == null
            ? AppProfile.USUAL_ALERT
            : Duration.parse(s.overdueAlertEvery()),
        s.longestMessage(),
        s.mostAttachments(),
        s.largestAttachment(),
        s.languages(),
        s.issuers(),
        row.longValue("version"));
  }

  private static List<Named> named(Map<? extends Wire, String> names) {
    return names.entrySet().stream().map(e -> new Named(e.getKey().wire(), e.getValue())).toList();
  }

  private static <E extends Enum<E> & Wire> Map<E, String> named(Class<E> type, List<Named> named)
      throws SQLException {
    Map<E, String> names = new LinkedHashMap<>();
    for (Named n : named) {
      names.put(Wires.read(type, n.key()), n.name());
    }
    return names;
  }
}
