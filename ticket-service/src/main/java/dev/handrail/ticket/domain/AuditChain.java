package dev.handrail.ticket.domain;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket's history as it is stored, with its seals. Each seal follows from its line and from the
 * seal before it, so a line that was changed, moved, removed or put in breaks the chain at the
 * first place where it is not as it was written.
 *
 * @param lines by sequence; all of them
 * @param standing what the ticket itself knows of its chain; null when the ticket has been deleted
 */
public record AuditChain(UUID ticketId, List<Link> lines, @Nullable Standing standing) {

  /** The action of the line that must be a deleted ticket's last. */
  public static final String DELETION = "ticket_deleted";

  /**
   * One line.
   *
   * @param seal in hex; null in a line from before there were seals
   */
  public record Link(AuditLine line, @Nullable String seal) {}

  /**
   * What a ticket's row says.
   *
   * @param seal that of its newest line, in hex; null when none has one
   */
  public record Standing(String number, String app, @Nullable String seal) {}

  /** Knows how seals are made. */
  @FunctionalInterface
  public interface Sealing {

    /**
     * Whether this seal is the one of the line behind that former seal.
     *
     * @param former null before the first sealed line
     */
    boolean holds(String seal, @Nullable String former, AuditLine line);
  }

  /** How a chain is. */
  public enum State implements Wire {
    /** As it was written, from the first sealed line on. */
    INTACT,
    BROKEN,
    /** All of it is from before there were seals; nothing can be said. */
    UNSEALED
  }

  /** What is wrong with a chain. */
  public enum Flaw implements Wire {
    /** This line was changed or put in, or one before it was removed or moved. */
    ALTERED,
    /** This line has no seal, though the one before it has. */
    SEAL_MISSING,
    /** This line is not the one that the ticket had last, or that ends a deleted ticket. */
    END_MISSING
  }

  /**
   * The first thing wrong.
   *
   * @param sequence of the line; null, like time and action, when no line is left
   */
  public record Break(
      Flaw flaw, @Nullable Long sequence, @Nullable Instant at, @Nullable String action) {}

  /**
   * What an examination found.
   *
   * @param unsealed how many of the lines, the oldest ones, are from before there were seals
   * @param seal of the newest line; whoever keeps it elsewhere can tell later that the chain was
   *     not made anew
   */
  public record Verdict(
      State state, int lines, int unsealed, @Nullable String seal, @Nullable Break broken) {}

  public AuditChain {
    lines = List.copyOf(lines);
  }

  /** Looks at every line, and at the end. */
  public Verdict examine(Sealing sealing) {
    String former = null;
    int unsealed = 0;
    for (Link link : lines) {
      String seal = link.seal();
      if (seal == null) {
        if (former != null) {
          return broken(Flaw.SEAL_MISSING, link, unsealed);
        }
        unsealed++;
      } else if (!sealing.holds(seal, former, link.line())) {
        return broken(Flaw.ALTERED, link, unsealed);
      } else {
        former = seal;
      }
    }
    if (!endsAsItShould(former)) {
      return broken(Flaw.END_MISSING, lines.isEmpty() ? null : lines.getLast(), unsealed);
    }
    return new Verdict(
        former == null ? State.UNSEALED : State.INTACT, lines.size(), unsealed, former, null);
  }

  private boolean endsAsItShould(@Nullable String newest) {
    if (lines.isEmpty()) {
      return false;
    }
    return standing == null
        ? lines.getLast().line().entry().action().equals(DELETION)
        : Objects.equals(newest, standing.seal());
  }

  private Verdict broken(Flaw flaw, @Nullable Link at, int unsealed) {
    Break broken =
        at == null
            ? new Break(flaw, null, null, null)
            : new Break(
                flaw, at.line().sequence(), at.line().entry().at(), at.line().entry().action());
    return new Verdict(
        State.BROKEN,
        lines.size(),
        unsealed,
        lines.isEmpty() ? null : lines.getLast().seal(),
        broken);
  }
}
