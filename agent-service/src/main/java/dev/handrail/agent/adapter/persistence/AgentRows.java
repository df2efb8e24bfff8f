package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Availability;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Presence;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Rights;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.sql.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between an account and its row. */
final class AgentRows {

  /** Columns that are written once. */
  private static final List<String> FIXED = List.of("id", "email", "role", "created_at");

  /** Columns that a change may write, in the order of {@link #changing}. */
  private static final List<String> CHANGING =
      List.of(
          "password_hash",
          "status",
          "status_reason",
          "first_name",
          "last_name",
          "phone_number",
          "employee_id",
          "department",
          "specializations",
          "languages",
          "avatar_url",
          "apps",
          "granted",
          "revoked",
          "capacity",
          "shifts",
          "access_version",
          "profile_version",
          "updated_at",
          "version",
          "event_sequence");

  /** All of them, of a table that is called {@code a}. */
  private static final String COLUMNS =
      Stream.concat(FIXED.stream(), CHANGING.stream())
          .map(c -> "a." + c)
          .collect(Collectors.joining(", "));

  /** Accounts {@code a} with their availability {@code v}; every account has one. */
  static final String SELECT =
      "SELECT "
          + COLUMNS
          + ", v.availability, v.since, v.settled_at, v.alive_until"
          + " FROM agent a JOIN availability v ON v.agent_id = a.id";

  static final String INSERT =
      "INSERT INTO agent ("
          + Stream.concat(FIXED.stream(), CHANGING.stream()).collect(Collectors.joining(", "))
          + ") VALUES ("
          + "?, ".repeat(FIXED.size() + CHANGING.size() - 1)
          + "?)";

  static final String UPDATE =
      "UPDATE agent SET "
          + CHANGING.stream().map(c -> c + " = ?").collect(Collectors.joining(", "))
          + " WHERE id = ? AND version = ? AND event_sequence = ?";

  private AgentRows() {}

  static List<@Nullable Object> fixed(Agent a) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(a.id());
    values.add(a.email());
    values.add(a.role().wire());
    values.add(a.createdAt());
    return values;
  }

  static List<@Nullable Object> changing(Agent a) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(a.passwordHash());
    values.add(a.status().wire());
    values.add(a.statusReason());
    values.add(a.profile().firstName());
    values.add(a.profile().lastName());
    values.add(a.profile().phoneNumber());
    values.add(a.profile().employeeId());
    values.add(a.profile().department());
    values.add(a.profile().specializations());
    values.add(a.profile().languages());
    values.add(a.profile().avatarUrl());
    values.add(a.rights().apps());
    values.add(wires(a.rights().granted()));
    values.add(wires(a.rights().revoked()));
    values.add(a.capacity());
    values.add(JsonColumns.shifts(a.shifts()));
    values.add(a.accessVersion());
    values.add(a.profileVersion());
    values.add(a.updatedAt());
    values.add(a.version());
    values.add(a.eventSequence());
    return values;
  }

  static Agent read(Row row) throws SQLException {
    return new Agent(
        row.uuid("id"),
        row.string("email"),
        row.string("password_hash"),
        Wires.read(Role.class, row.string("role")),
        Wires.read(AccountStatus.class, row.string("status")),
        row.stringOrNull("status_reason"),
        new Profile(
            row.string("first_name"),
            row.string("last_name"),
            row.stringOrNull("phone_number"),
            row.stringOrNull("employee_id"),
            row.string("department"),
            row.strings("specializations"),
            row.strings("languages"),
            row.stringOrNull("avatar_url")),
        new Rights(
            row.strings("apps"),
            permissions(row.strings("granted")),
            permissions(row.strings("revoked"))),
        row.intValue("capacity"),
        JsonColumns.shifts(row.stringOrNull("shifts")),
        new Presence(
            Wires.read(Availability.class, row.string("availability")),
            row.instant("since"),
            row.instant("settled_at"),
            row.instant("alive_until")),
        row.longValue("access_version"),
        row.longValue("profile_version"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.longValue("version"),
        row.longValue("event_sequence"));
  }

  private static List<String> wires(Set<Permission> permissions) {
    return permissions.stream().sorted().map(Wire::wire).toList();
  }

  private static Set<Permission> permissions(List<String> stored) throws SQLException {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String wire : stored) {
      permissions.add(Wires.read(Permission.class, wire));
    }
    return permissions;
  }
}
