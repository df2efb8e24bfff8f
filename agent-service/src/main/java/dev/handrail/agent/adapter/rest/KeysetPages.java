package dev.handrail.agent.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.Page;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of lists that go on behind the last row shown. */
@RequestScoped
class KeysetPages {

  private final Cursors cursors;
  private final Callers callers;

  KeysetPages(Cursors cursors, Callers callers) {
    this.cursors = cursors;
    this.callers = callers;
  }

  /** Reads rows behind a key, null for the first page, at most so many. */
  @FunctionalInterface
  interface Reader<T> {
    List<T> read(@Nullable String after, int most);
  }

  /**
   * One page.
   *
   * @param query the list with its filters; a cursor is good for it and this caller only
   * @param key of a row, behind which the next page begins
   */
  <T, J> Page<J> page(
      String query,
      Reader<T> reader,
      Function<T, String> key,
      Function<T, J> json,
      @Nullable Integer limit,
      @Nullable String cursor) {
    int most = Limit.of(limit);
    String boundTo = query + "\n" + callers.identity();
    String after = cursor == null ? null : cursors.open(cursor, boundTo).getFirst();
    List<T> rows = reader.read(after, most + 1);
    boolean more = rows.size() > most;
    List<T> shown = more ? rows.subList(0, most) : rows;
    return new Page<>(
        shown.stream().map(json).toList(),
        more ? cursors.seal(List.of(key.apply(shown.getLast())), boundTo) : null);
  }
}
