package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.domain.figures.Figures;
import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an agent has before it, and what it has done (A6, A9). */
@ApplicationScoped
public class FiguresQueries {

  /** Up to here tickets are counted; beyond, more are no longer told apart. */
  public static final int MOST_COUNTED = 10_000;

  /** As many ids of a list are given. */
  public static final int MOST_LISTED = 50;

  /** The columns of {@link Figures}, in its order. */
  static final List<String> SUMS =
      List.of(
          "open",
          "handled",
          "closed",
          "first_responses",
          "first_response_millis",
          "resolutions",
          "resolution_millis",
          "ratings",
          "stars",
          "met",
          "breached");

  private static final String FIGURES =
      "SELECT "
          + SUMS.stream()
              .map(column -> "coalesce(sum(" + column + "), 0)::bigint AS " + column)
              .collect(Collectors.joining(", "))
          + " FROM (SELECT * FROM agent_figures WHERE agent = ? UNION ALL SELECT agent, "
          + String.join(", ", SUMS)
          + " FROM agent_figures_delta WHERE agent = ?) AS summed_and_noted";

  private static final String MINE = "SELECT * FROM ticket_record WHERE active AND assignee = ?";

  /** Narrowed to apps and to a department, or to none. */
  private static final String WAITING =
      """
      SELECT * FROM ticket_record
      WHERE active AND assignee IS NULL AND (?::text IS NULL OR department = ?)
        AND (? OR app = ANY (?))
      """;

  private static final String ORDER = " ORDER BY urgency, resolution_due_at, created_at, ticket_id";

  private static final String URGENT = " AND urgency = 0";

  /**
   * Tickets of one kind.
   *
   * @param ids at most {@value #MOST_LISTED}, the most urgent first, then the one that is to be
   *     resolved first
   * @param count of all of them; {@value #MOST_COUNTED} stands for that many or more
   */
  public record Tickets(List<UUID> ids, int count) {}

  private final Sql sql;

  FiguresQueries(Sql sql) {
    this.sql = sql;
  }

  /** What an agent has done; zero for one that is not known. */
  public Figures of(String agent) {
    return sql.first(FIGURES, FiguresQueries::figures, agent, agent).orElse(Figures.NONE);
  }

  /** The active tickets that an agent has. */
  public Tickets assigned(String agent) {
    return tickets(MINE, agent);
  }

  /**
   * The active tickets that nobody has.
   *
   * @param apps only of these; null for all
   * @param department only of this one; null for all
   */
  public Tickets unassigned(@Nullable Set<String> apps, @Nullable String department) {
    return tickets(WAITING, department, department, apps == null, texts(apps));
  }

  /** The urgent ones among {@link #assigned} and {@link #unassigned}. */
  public Tickets urgent(String agent, @Nullable Set<String> apps, @Nullable String department) {
    return tickets(
        "(" + MINE + URGENT + ") UNION ALL (" + WAITING + URGENT + ")",
        agent,
        department,
        department,
        apps == null,
        texts(apps));
  }

  private Tickets tickets(String selection, @Nullable Object... params) {
    return new Tickets(
        sql.list(
            "SELECT ticket_id FROM (" + selection + ") AS t" + ORDER + " LIMIT " + MOST_LISTED,
            row -> row.uuid("ticket_id"),
            params),
        sql.first(
                "SELECT count(*) AS found FROM (SELECT 1 FROM ("
                    + selection
                    + ") AS t LIMIT "
                    + MOST_COUNTED
                    + ") AS counted",
                row -> row.intValue("found"),
                params)
            .orElseThrow());
  }

  private static String[] texts(@Nullable Set<String> apps) {
    return apps == null ? new String[0] : apps.toArray(String[]::new);
  }

  private static Figures figures(Row row) throws SQLException {
    return new Figures(
        row.longValue("open"),
        row.longValue("handled"),
        row.longValue("closed"),
        row.longValue("first_responses"),
        row.longValue("first_response_millis"),
        row.longValue("resolutions"),
        row.longValue("resolution_millis"),
        row.longValue("ratings"),
        row.longValue("stars"),
        row.longValue("met"),
        row.longValue("breached"));
  }
}
