package dev.handrail.ticket.application;

import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.TicketProblem;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The door to an app's catalogues, as {@link TicketAccess} is that to a ticket. */
final class CatalogueAccess {

  private CatalogueAccess() {}

  /**
   * @throws TicketProblem.NotFound when the caller does not serve the app
   */
  static void requireAdminOf(Caller caller, String app) {
    caller.require(Permission.MANAGE_SETTINGS);
    if (!caller.serves(app)) {
      throw new TicketProblem.NotFound();
    }
  }

  /**
   * The stored row, if it is still the one that the caller means.
   *
   * @param expected the caller's {@code If-Match}; null means whatever is current
   */
  static <T> T atVersion(Optional<T> found, @Nullable Long expected, ToLongFunction<T> version) {
    T stored = found.orElseThrow(TicketProblem.NotFound::new);
    long current = version.applyAsLong(stored);
    if (expected != null && expected != current) {
      throw new TicketProblem.Stale(expected, current);
    }
    return stored;
  }
}
