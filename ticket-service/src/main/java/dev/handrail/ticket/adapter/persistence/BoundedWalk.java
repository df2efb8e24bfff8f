package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.RowMapper;
import dev.handrail.kit.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that runs from the newest to the oldest through branches, each of which an index
 * gives in that order. What else rows are chosen by is looked at on the way; as that may let only a
 * few pass, a page looks at a bounded number of rows. A page that has found less than was asked for
 * then says where to go on: it may even be empty and not the last.
 */
final class BoundedWalk {

  /** A piece of a list; {@code next} is where the next begins, null at the end. */
  record Slice<T>(List<T> rows, @Nullable List<String> next) {}

  private record Found<T>(@Nullable T row, List<String> position) {}

  private final String columns;
  private final String order;
  private final int mostExamined;
  private final List<SqlText> branches = new ArrayList<>();
  private final SqlText condition = new SqlText();

  /**
   * @param columns what a branch selects, the keys among them
   * @param keys by which the rows are ordered, all descending, and which tell them apart
   * @param mostExamined how many rows a page looks at when there is a condition
   */
  BoundedWalk(String columns, List<String> keys, int mostExamined) {
    this.columns = columns;
    this.order =
        " ORDER BY " + keys.stream().map(k -> k + " DESC").collect(Collectors.joining(", "));
    this.mostExamined = mostExamined;
  }

  /** Adds the branch {@code SELECT columns FROM …}, which ends in its conditions. */
  void branch(SqlText from) {
    branches.add(from);
  }

  /** Adds what a row must be like that no index looks for, each piece beginning with AND. */
  SqlText condition() {
    return condition;
  }

  /**
   * Reads a page.
   *
   * @param position the keys of a row as texts
   */
  <T> Slice<T> read(Sql sql, int limit, RowMapper<T> mapper, RowMapper<List<String>> position) {
    if (branches.isEmpty()) {
      return new Slice<>(List.of(), null);
    }
    SqlText text = text(limit);
    List<Found<T>> found =
        sql.list(
            text.text(),
            row -> new Found<>(row.bool("cut") ? null : mapper.map(row), position.map(row)),
            text.params());
    List<T> rows = new ArrayList<>();
    List<String> last = null;
    List<String> cut = null;
    for (Found<T> f : found) {
      T row = f.row();
      if (row == null) {
        cut = f.position();
      } else if (rows.size() == limit) {
        return new Slice<>(rows, last);
      } else {
        rows.add(row);
        last = f.position();
      }
    }
    // A full page goes on behind its last row; where else it was cut off, all before that was seen.
    return new Slice<>(rows, cut != null && rows.size() == limit ? last : cut);
  }

  /** One row more than is asked for, or where the walk was cut off. */
  SqlText text(int limit) {
    SqlText text = new SqlText();
    if (condition.text().isEmpty()) {
      text.add("SELECT w.*, false AS cut FROM (");
      walk(text, limit + 1);
      return text.add(") w" + order);
    }
    // One statement, so that both halves see the same rows; the second runs when the first is done
    // and rows are still wanted.
    text.add("(SELECT w.*, false AS cut FROM (");
    walk(text, mostExamined);
    text.add(") w WHERE true");
    text.add(condition.text(), condition.params());
    text.add(order + " LIMIT ?) UNION ALL (SELECT w.*, true AS cut FROM (", limit + 1);
    walk(text, mostExamined);
    return text.add(") w" + order + " OFFSET ? LIMIT 1) LIMIT ?", mostExamined - 1, limit + 1);
  }

  private void walk(SqlText text, int most) {
    String between = "SELECT * FROM (";
    for (SqlText branch : branches) {
      text.add(between + "(SELECT " + columns);
      text.add(branch.text(), branch.params());
      text.add(order + " LIMIT ?)", most);
      between = " UNION ALL ";
    }
    text.add(") b" + order + " LIMIT ?", most);
  }
}
