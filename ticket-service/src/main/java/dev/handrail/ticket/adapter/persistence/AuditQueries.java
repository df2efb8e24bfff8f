package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.domain.AuditChain;
import dev.handrail.ticket.domain.AuditChain.Link;
import dev.handrail.ticket.domain.AuditChain.Standing;
import dev.handrail.ticket.domain.AuditLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit trail across tickets: searching it, and examining its seals (T20). */
@ApplicationScoped
public class AuditQueries {

  /** Which part of an origin is meant. */
  public enum OriginPart {
    WAY,
    ADDRESS,
    REQUEST
  }

  /** Where a change came from: one part of its origin. */
  public record Origin(OriginPart part, String value) {}

  /**
   * What the trail is narrowed to; null or empty leaves a field out. All given ones must hold.
   *
   * @param ticket id or number; also of a ticket that has been deleted
   * @param field name of a field that was changed
   * @param to excluded
   */
  public record Filter(
      @Nullable String ticket,
      @Nullable String actor,
      Set<String> actions,
      @Nullable String field,
      @Nullable Origin origin,
      @Nullable Instant from,
      @Nullable Instant to) {

    /** Lets every line pass. */
    public static final Filter NONE = new Filter(null, null, Set.of(), null, null, null, null);

    public Filter {
      actions = Set.copyOf(actions);
    }
  }

  /** A piece of the trail; {@code next} is where the next begins, null at the end. */
  public record Slice(List<AuditLine> lines, @Nullable List<String> next) {}

  /**
   * What the examination of one ticket's lines found.
   *
   * @param number null when nothing is left that would tell
   */
  public record Examined(
      UUID ticketId, @Nullable String number, @Nullable String app, AuditChain.Verdict verdict) {}

  /**
   * A piece of the examination of all tickets.
   *
   * @param next the id behind which the next piece begins; null at the end
   */
  public record ExaminedSlice(List<Examined> tickets, @Nullable UUID next) {}

  /** How many lines a page looks at for a field, an action or an origin. */
  private static final int MOST_EXAMINED = 10_000;

  private static final String COLUMNS =
      "h.ticket_id, h.sequence, h.number, h.app, h.at, h.actor_id, h.actor_name, h.actor_kind,"
          + " h.origin, h.action, h.changes, h.reason";

  private static final String CHAIN =
      """
      SELECT i.id, t.id IS NOT NULL AS there, t.number AS ticket_number, t.app AS ticket_app,
             encode(t.seal, 'hex') AS newest_seal, h.ticket_id, h.sequence, h.number, h.app, h.at,
             h.actor_id, h.actor_name, h.actor_kind, h.origin, h.action, h.changes, h.reason,
             encode(h.seal, 'hex') AS seal
      FROM unnest(?) AS i(id) LEFT JOIN ticket t ON t.id = i.id
      LEFT JOIN history h ON h.ticket_id = i.id
      ORDER BY i.id, h.sequence
      """;

  /** Ids of tickets that are there or have lines: jumps from one to the next in the line's key. */
  private static final String NEXT_TICKETS =
      """
      WITH RECURSIVE lined(id) AS (
        (SELECT h.ticket_id FROM history h WHERE h.ticket_id > ? ORDER BY h.ticket_id LIMIT 1)
        UNION ALL
        SELECT (SELECT h.ticket_id FROM history h WHERE h.ticket_id > l.id
                ORDER BY h.ticket_id LIMIT 1)
        FROM lined l WHERE l.id IS NOT NULL
      )
      SELECT n.id FROM (
        (SELECT l.id FROM lined l WHERE l.id IS NOT NULL LIMIT ?)
        UNION
        (SELECT t.id FROM ticket t WHERE t.id > ? ORDER BY t.id LIMIT ?)
      ) n ORDER BY n.id LIMIT ?
      """;

  private final Sql sql;
  private final Seals seals;
  private final int mostExamined;

  @Inject
  AuditQueries(Sql sql, Seals seals) {
    this(sql, seals, MOST_EXAMINED);
  }

  AuditQueries(Sql sql, Seals seals, int mostExamined) {
    this.sql = sql;
    this.seals = seals;
    this.mostExamined = mostExamined;
  }

  /**
   * One page of the trail of some apps, newest first. Its cost depends neither on how deep it is
   * nor on how many lines there are; one with less than {@code limit} lines, even none, is the last
   * only if it has no {@code next}.
   *
   * @param after {@link Slice#next} of the page before, of the same query
   */
  public Slice list(Set<String> apps, Filter filter, int limit, @Nullable List<String> after) {
    BoundedWalk walk = walk(apps, filter, after);
    if (walk == null) {
      return new Slice(List.of(), null);
    }
    var slice = walk.read(sql, limit, AuditQueries::line, AuditQueries::position);
    return new Slice(slice.rows(), slice.next());
  }

  /** The page's walk; null when the filter's ticket never was. */
  @Nullable BoundedWalk walk(Set<String> apps, Filter filter, @Nullable List<String> after) {
    String ref = filter.ticket();
    BoundedWalk walk =
        new BoundedWalk(
            COLUMNS,
            ref == null ? List.of("at", "ticket_id", "sequence") : List.of("sequence"),
            mostExamined);
    if (ref == null) {
      apps.stream().sorted().forEach(app -> walk.branch(ofApp(app, filter, after)));
    } else {
      UUID ticket = ticketId(ref).orElse(null);
      if (ticket == null) {
        return null;
      }
      walk.branch(ofTicket(ticket, apps, after));
      addMoments(walk.condition(), "w.at", filter);
      if (filter.actor() != null) {
        walk.condition().add(" AND w.actor_id = ?", filter.actor());
      }
    }
    addConditions(walk.condition(), filter);
    return walk;
  }

  private static SqlText ofApp(String app, Filter filter, @Nullable List<String> after) {
    SqlText from = new SqlText().add(" FROM history h WHERE h.app = ?", app);
    if (filter.actor() != null) {
      from.add(" AND h.actor_id = ?", filter.actor());
    }
    addMoments(from, "h.at", filter);
    if (after != null) {
      from.add(
          " AND (h.at, h.ticket_id, h.sequence) < (?, ?, ?)",
          Instant.parse(after.get(0)),
          UUID.fromString(after.get(1)),
          Long.valueOf(after.get(2)));
    }
    return from;
  }

  private static SqlText ofTicket(UUID ticket, Set<String> apps, @Nullable List<String> after) {
    SqlText from =
        new SqlText()
            .add(
                " FROM history h WHERE h.ticket_id = ? AND h.app = ANY (?)",
                ticket,
                apps.toArray(String[]::new));
    return after == null ? from : from.add(" AND h.sequence < ?", Long.valueOf(after.get(2)));
  }

  private static void addMoments(SqlText text, String column, Filter filter) {
    if (filter.from() != null) {
      text.add(" AND " + column + " >= ?", filter.from());
    }
    if (filter.to() != null) {
      text.add(" AND " + column + " < ?", filter.to());
    }
  }

  private static void addConditions(SqlText text, Filter filter) {
    if (!filter.actions().isEmpty()) {
      text.add(
          " AND w.action = ANY (?)",
          (Object) filter.actions().stream().sorted().toArray(String[]::new));
    }
    if (filter.field() != null) {
      text.add(
          " AND EXISTS (SELECT FROM jsonb_array_elements(w.changes) c WHERE c ->> 0 = ?)",
          filter.field());
    }
    Origin origin = filter.origin();
    if (origin != null) {
      text.add(
          " AND split_part(w.origin, ' ', ?) = ?",
          switch (origin.part()) {
            case WAY -> 1;
            case ADDRESS -> 2;
            case REQUEST -> 3;
          },
          origin.value());
    }
  }

  /** The id behind an id or number, also of a ticket that has been deleted. */
  private Optional<UUID> ticketId(String text) {
    return TicketRef.parse(text)
        .flatMap(
            ref ->
                switch (ref) {
                  case TicketRef.ById(UUID id) -> Optional.of(id);
                  case TicketRef.ByNumber(String number) ->
                      sql.first(
                          """
                          SELECT t.id FROM ticket t WHERE t.number = ?
                          UNION ALL
                          SELECT h.ticket_id FROM history h
                          WHERE h.number = ? AND h.action = 'ticket_deleted'
                          LIMIT 1
                          """,
                          row -> row.uuid("id"),
                          number,
                          number);
                });
  }

  /** Examines the lines of the ticket under this id or number; empty if there never was one. */
  public Optional<Examined> examine(String ref) {
    return ticketId(ref)
        .flatMap(id -> examined(List.of(id)).stream().findFirst())
        .filter(e -> e.app() != null);
  }

  /**
   * Examines the next so many tickets in the order of their ids, whatever their app.
   *
   * @param after {@link ExaminedSlice#next} of the page before; null begins with the first
   */
  public ExaminedSlice examine(int limit, @Nullable UUID after) {
    UUID from = after == null ? new UUID(0, 0) : after;
    List<UUID> ids =
        sql.list(NEXT_TICKETS, row -> row.uuid("id"), from, limit + 1, from, limit + 1, limit + 1);
    List<UUID> page = List.copyOf(ids.subList(0, Math.min(limit, ids.size())));
    return new ExaminedSlice(
        page.isEmpty() ? List.of() : examined(page), ids.size() > limit ? page.getLast() : null);
  }

  /** In one statement: line and ticket are seen as they were at one moment. */
  private List<Examined> examined(List<UUID> tickets) {
    Map<UUID, Chain> chains = new LinkedHashMap<>();
    sql.list(
        CHAIN,
        row -> chains.computeIfAbsent(row.uuid("id"), id -> new Chain()).add(row),
        (Object) tickets.toArray(UUID[]::new));
    List<Examined> examined = new ArrayList<>();
    chains.forEach((id, chain) -> examined.add(chain.examined(id, seals)));
    return examined;
  }

  /** What is read of one ticket. */
  private static final class Chain {
    private final List<Link> links = new ArrayList<>();
    private @Nullable Standing standing;

    private boolean add(Row row) throws SQLException {
      if (row.bool("there")) {
        standing =
            new Standing(
                row.string("ticket_number"),
                row.string("ticket_app"),
                row.stringOrNull("newest_seal"));
      }
      return row.isNull("ticket_id") || links.add(new Link(line(row), row.stringOrNull("seal")));
    }

    /** The ticket's own word on what it is comes before that of its lines. */
    private Examined examined(UUID id, Seals seals) {
      Standing there = standing;
      AuditLine last = links.isEmpty() ? null : links.getLast().line();
      return new Examined(
          id,
          there != null ? there.number() : last == null ? null : last.number(),
          there != null ? there.app() : last == null ? null : last.app(),
          new AuditChain(id, links, there).examine(seals));
    }
  }

  private static AuditLine line(Row row) throws SQLException {
    return new AuditLine(
        row.uuid("ticket_id"),
        row.string("number"),
        row.string("app"),
        row.longValue("sequence"),
        TicketQueries.historyEntry(row));
  }

  private static List<String> position(Row row) throws SQLException {
    return List.of(
        row.instant("at").toString(),
        row.uuid("ticket_id").toString(),
        String.valueOf(row.longValue("sequence")));
  }
}
