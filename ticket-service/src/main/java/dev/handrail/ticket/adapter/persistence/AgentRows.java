package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.routing.AccountStatus;
import dev.handrail.ticket.domain.routing.Availability;
import dev.handrail.ticket.domain.routing.Candidate;
import dev.handrail.ticket.domain.routing.ListedAgent;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/** Between a listed agent and its row. */
final class AgentRows {

  /** What to select of {@code agent a} for {@link #read}. */
  static final String COLUMNS =
      "a.id, a.role, a.status, a.apps, a.department, a.specializations, a.languages, a.permissions,"
          + " a.capacity, a.availability, a.available_since, a.profile_version";

  /** What to select for {@link #candidate} beside the load. */
  static final String CANDIDATE =
      COLUMNS + ", coalesce(a.name, a.id) AS name, a.avatar_url, a.last_assigned_at";

  private AgentRows() {}

  static ListedAgent read(Row row) throws SQLException {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String wire : row.strings("permissions")) {
      Wire.find(Permission.class, wire).ifPresent(permissions::add);
    }
    return new ListedAgent(
        row.string("id"),
        Wires.read(Role.class, row.string("role")),
        Wires.read(AccountStatus.class, row.string("status")),
        Set.copyOf(row.strings("apps")),
        row.string("department"),
        Set.copyOf(row.strings("specializations")),
        Set.copyOf(row.strings("languages")),
        permissions,
        row.intValue("capacity"),
        Wires.read(Availability.class, row.string("availability")),
        row.instant("available_since"),
        row.longValue("profile_version"));
  }

  static Candidate candidate(Row row) throws SQLException {
    return new Candidate(
        read(row),
        row.string("name"),
        row.stringOrNull("avatar_url"),
        row.intValue("load"),
        row.instantOrNull("last_assigned_at"));
  }
}
