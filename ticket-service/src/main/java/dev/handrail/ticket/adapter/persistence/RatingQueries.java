package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What customers thought of how their tickets went (T9). */
@ApplicationScoped
public class RatingQueries {

  /**
   * What the list is narrowed to; null, false or empty leaves a field out. All given ones must
   * hold.
   *
   * @param stars any of these
   * @param commentedOnly leaves out ratings without a comment
   * @param agent who has the ticket now
   * @param to excluded
   */
  public record Filter(
      Set<Integer> stars,
      boolean commentedOnly,
      @Nullable String agent,
      @Nullable Instant from,
      @Nullable Instant to) {

    public Filter {
      stars = Set.copyOf(stars);
    }
  }

  /** Someone by name. */
  public record Named(String id, @Nullable String name) {}

  /**
   * One rating.
   *
   * @param stars 1 to 5
   * @param assignee who has the ticket now
   */
  public record Rated(
      UUID ticketId,
      String number,
      String app,
      int stars,
      @Nullable String comment,
      Instant at,
      Named customer,
      @Nullable Named assignee) {}

  /** A piece of the list; {@code next} is where the next begins, null at the end. */
  public record Slice(List<Rated> ratings, @Nullable List<String> next) {}

  /** How many ratings a page looks at for stars, comment or agent. */
  private static final int MOST_EXAMINED = 10_000;

  private static final String COLUMNS =
      "t.id, t.number, t.app, t.rating, t.rating_comment, t.rated_at, t.customer_id,"
          + " t.customer_name, t.assignee_id, t.assignee_name";

  private final Sql sql;
  private final int mostExamined;

  @Inject
  RatingQueries(Sql sql) {
    this(sql, MOST_EXAMINED);
  }

  RatingQueries(Sql sql, int mostExamined) {
    this.sql = sql;
    this.mostExamined = mostExamined;
  }

  /**
   * One page of the ratings of some apps, newest first. Its cost depends neither on how deep it is
   * nor on how many there are; one with less than {@code limit} ratings, even none, is the last
   * only if it has no {@code next}.
   *
   * @param after {@link Slice#next} of the page before, of the same query
   */
  public Slice list(Set<String> apps, Filter filter, int limit, @Nullable List<String> after) {
    var slice =
        walk(apps, filter, after)
            .read(
                sql,
                limit,
                RatingQueries::rated,
                row -> List.of(row.instant("rated_at").toString(), row.uuid("id").toString()));
    return new Slice(slice.rows(), slice.next());
  }

  BoundedWalk walk(Set<String> apps, Filter filter, @Nullable List<String> after) {
    BoundedWalk walk = new BoundedWalk(COLUMNS, List.of("rated_at", "id"), mostExamined);
    apps.stream().sorted().forEach(app -> walk.branch(ofApp(app, filter, after)));
    if (!filter.stars().isEmpty()) {
      walk.condition()
          .add(
              " AND w.rating = ANY (?)",
              (Object) filter.stars().stream().sorted().toArray(Integer[]::new));
    }
    if (filter.commentedOnly()) {
      walk.condition().add(" AND w.rating_comment IS NOT NULL");
    }
    if (filter.agent() != null) {
      walk.condition().add(" AND w.assignee_id = ?", filter.agent());
    }
    return walk;
  }

  private static SqlText ofApp(String app, Filter filter, @Nullable List<String> after) {
    SqlText from =
        new SqlText().add(" FROM ticket t WHERE t.app = ? AND t.rated_at IS NOT NULL", app);
    if (filter.from() != null) {
      from.add(" AND t.rated_at >= ?", filter.from());
    }
    if (filter.to() != null) {
      from.add(" AND t.rated_at < ?", filter.to());
    }
    if (after != null) {
      from.add(
          " AND (t.rated_at, t.id) < (?, ?)",
          Instant.parse(after.get(0)),
          UUID.fromString(after.get(1)));
    }
    return from;
  }

  private static Rated rated(Row row) throws SQLException {
    String assignee = row.stringOrNull("assignee_id");
    return new Rated(
        row.uuid("id"),
        row.string("number"),
        row.string("app"),
        row.intValue("rating"),
        row.stringOrNull("rating_comment"),
        row.instant("rated_at"),
        new Named(row.string("customer_id"), row.stringOrNull("customer_name")),
        assignee == null ? null : new Named(assignee, row.stringOrNull("assignee_name")));
  }
}
