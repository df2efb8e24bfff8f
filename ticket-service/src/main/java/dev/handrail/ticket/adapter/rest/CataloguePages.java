package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.Page;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages through catalogues, which are small and at hand as a whole. */
@RequestScoped
class CataloguePages {

  private final Cursors cursors;
  private final TicketDoor door;

  CataloguePages(Cursors cursors, TicketDoor door) {
    this.cursors = cursors;
    this.door = door;
  }

  /**
   * One page.
   *
   * @param name of the list; a cursor is good for this list and this caller only
   * @param all in their order
   * @param key by which a row is found again; if it has gone, the list starts again
   */
  <T, J> Page<J> page(
      String name,
      List<T> all,
      Function<T, String> key,
      Function<T, J> json,
      @Nullable Integer limit,
      @Nullable String cursor) {
    int most = Limit.of(limit);
    String boundTo = name + " " + door.identity();
    int from =
        cursor == null
            ? 0
            : all.stream().map(key).toList().indexOf(cursors.open(cursor, boundTo).getFirst()) + 1;
    List<T> rows = all.subList(from, Math.min(from + most, all.size()));
    boolean more = from + most < all.size();
    return new Page<>(
        rows.stream().map(json).toList(),
        more ? cursors.seal(List.of(key.apply(rows.getLast())), boundTo) : null);
  }
}
