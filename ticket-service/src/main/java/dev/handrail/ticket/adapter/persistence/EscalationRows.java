package dev.handrail.ticket.adapter.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.sql.Row;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Escalation;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ticket's escalations as JSON beside its row. */
final class EscalationRows {

  /** A further column of {@code ticket t}; most tickets have none, and no look is taken. */
  static final String OF_TICKET =
      """
      , CASE WHEN t.escalation_level > 0 THEN
          (SELECT json_agg(json_build_array(e.at, e.actor_id, e.actor_name, e.actor_kind, e.cause,
                                            e.reason, e.from_level, e.level, e.from_agent_id,
                                            e.from_agent_name, e.to_agent_id, e.to_agent_name)
                           ORDER BY e.sequence DESC)
           FROM escalation e WHERE e.ticket_id = t.id) END AS escalations
      """;

  private EscalationRows() {}

  /** The escalations in a row with {@link #OF_TICKET}, newest first. */
  static List<Escalation> read(Row row) throws SQLException {
    List<Escalation> escalations = new ArrayList<>();
    String json = row.stringOrNull("escalations");
    if (json != null) {
      for (JsonNode e : JsonColumns.read(json)) {
        escalations.add(
            new Escalation(
                OffsetDateTime.parse(e.get(0).textValue()).toInstant(),
                // Where it came from stands in the history.
                new Actor(
                    e.get(1).textValue(),
                    e.get(2).textValue(),
                    Wires.read(ActorKind.class, e.get(3).textValue()),
                    ""),
                Wires.read(Escalation.Cause.class, e.get(4).textValue()),
                e.get(5).textValue(),
                e.get(6).intValue(),
                e.get(7).intValue(),
                agent(e.get(8), e.get(9)),
                agent(e.get(10), e.get(11))));
      }
    }
    return escalations;
  }

  private static @Nullable Assignee agent(JsonNode id, JsonNode name) {
    return id.isNull() ? null : new Assignee(id.textValue(), name.textValue(), null);
  }
}
