package dev.handrail.ticket.adapter.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.sql.Row;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Assignment;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Watcher;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Visibility;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Messages and assignments, as rows of their own and as JSON beside their ticket's row. */
final class MessageRows {

  /** What to select of {@code message m} for {@link #read}. */
  static final String COLUMNS =
      "m.id, m.position, m.author_id, m.author_name, m.author_kind, m.text, m.format,"
          + " m.visibility, m.created_at";

  /** A further column of {@code ticket t} with one parameter, the number of messages. */
  static final String WITH_THREAD = withThread(" AND m.visibility = 'public'");

  /** The same with internal notes, and more columns: assignments, escalations, watchers. */
  static final String WITH_THREAD_FOR_STAFF =
      withThread("")
          + """
          , (SELECT json_agg(json_build_array(a.agent_id, a.agent_name, a.at, a.how, a.actor_id)
                             ORDER BY a.sequence)
             FROM assignment a WHERE a.ticket_id = t.id) AS assignments
          , (SELECT json_agg(json_build_array(w.id, a.name) ORDER BY w.place)
             FROM unnest(t.watchers) WITH ORDINALITY AS w(id, place)
             LEFT JOIN agent a ON a.id = w.id) AS following
          """
          + EscalationRows.OF_TICKET;

  private MessageRows() {}

  private static String withThread(String condition) {
    return ", (SELECT json_agg(json_build_array("
        + COLUMNS
        + ") ORDER BY m.position DESC) FROM (SELECT * FROM message m WHERE m.ticket_id = t.id"
        + condition
        + " ORDER BY m.position DESC LIMIT ?) m) AS messages";
  }

  static Message read(Row row) throws SQLException {
    return new Message(
        row.uuid("id"),
        row.intValue("position"),
        new Message.Author(
            row.string("author_id"),
            row.stringOrNull("author_name"),
            Wires.read(ActorKind.class, row.string("author_kind"))),
        row.string("text"),
        Wires.read(TextFormat.class, row.string("format")),
        Wires.read(Visibility.class, row.string("visibility")),
        row.instant("created_at"));
  }

  /** The newest messages in a row with {@link #WITH_THREAD}. */
  static List<Message> thread(Row row) throws SQLException {
    List<Message> messages = new ArrayList<>();
    String json = row.stringOrNull("messages");
    if (json != null) {
      for (JsonNode m : JsonColumns.read(json)) {
        messages.add(
            new Message(
                UUID.fromString(m.get(0).textValue()),
                m.get(1).intValue(),
                new Message.Author(
                    m.get(2).textValue(),
                    m.get(3).textValue(),
                    Wires.read(ActorKind.class, m.get(4).textValue())),
                m.get(5).textValue(),
                Wires.read(TextFormat.class, m.get(6).textValue()),
                Wires.read(Visibility.class, m.get(7).textValue()),
                moment(m.get(8))));
      }
    }
    return messages;
  }

  /** The assignments in a row with {@link #WITH_THREAD_FOR_STAFF}, oldest first. */
  static List<Assignment> assignments(Row row) throws SQLException {
    List<Assignment> assignments = new ArrayList<>();
    String json = row.stringOrNull("assignments");
    if (json != null) {
      for (JsonNode a : JsonColumns.read(json)) {
        assignments.add(
            new Assignment(
                a.get(0).textValue(),
                a.get(1).textValue(),
                moment(a.get(2)),
                a.get(3).textValue(),
                a.get(4).textValue()));
      }
    }
    return assignments;
  }

  /** The watchers in a row with {@link #WITH_THREAD_FOR_STAFF}, in the order they came. */
  static List<Watcher> watchers(Row row) throws SQLException {
    List<Watcher> watchers = new ArrayList<>();
    String json = row.stringOrNull("following");
    if (json != null) {
      for (JsonNode w : JsonColumns.read(json)) {
        watchers.add(new Watcher(w.get(0).textValue(), w.get(1).textValue()));
      }
    }
    return watchers;
  }

  private static Instant moment(JsonNode json) {
    return OffsetDateTime.parse(json.textValue()).toInstant();
  }
}
