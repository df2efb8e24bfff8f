package dev.handrail.agent.domain.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What one agent has done (A6), as sums: figures of different tickets are added up, and those of a
 * ticket that changed are taken away and added anew.
 *
 * @param open tickets that the agent has now and that are active, that is neither resolved nor
 *     closed
 * @param handled tickets that the agent has or has ever had; each once, however often it came back
 * @param closed tickets that are closed now and were the agent's at the end; one that is reopened
 *     is taken away again
 * @param firstResponses tickets that the agent was the first to answer. A ticket is answered by
 *     staff's first public message, or by its resolution where there was none; who wrote or
 *     resolved it has answered, whoever had the ticket
 * @param firstResponseMillis milliseconds from their creation to that answer, nights and weekends
 *     included
 * @param resolutions tickets that are resolved or closed now and were the agent's at the end
 * @param resolutionMillis milliseconds from their creation to their resolution, or to their closing
 *     where they were not resolved before; nights, weekends and the times of waiting included. What
 *     was reopened counts to its last resolution
 * @param ratings ratings of tickets that were the agent's when the customer rated them
 * @param stars sum of these ratings, each 1 to 5
 * @param met promises that were kept in time, first responses and resolutions alike. A first
 *     response counts for the agent who gave it, a resolution for the agent whose ticket it was at
 *     the end
 * @param breached promises that were missed, whether kept late or not yet. As long as nobody has
 *     answered, a missed first response counts for the agent who has the ticket; a missed
 *     resolution always does
 */
public record Figures(
    long open,
    long handled,
    long closed,
    long firstResponses,
    long firstResponseMillis,
    long resolutions,
    long resolutionMillis,
    long ratings,
    long stars,
    long met,
    long breached) {

  /** Of an agent that has done nothing. */
  public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  public Figures plus(Figures other) {
    return new Figures(
        open + other.open,
        handled + other.handled,
        closed + other.closed,
        firstResponses + other.firstResponses,
        firstResponseMillis + other.firstResponseMillis,
        resolutions + other.resolutions,
        resolutionMillis + other.resolutionMillis,
        ratings + other.ratings,
        stars + other.stars,
        met + other.met,
        breached + other.breached);
  }

  public Figures minus(Figures other) {
    return plus(
        new Figures(
            -other.open,
            -other.handled,
            -other.closed,
            -other.firstResponses,
            -other.firstResponseMillis,
            -other.resolutions,
            -other.resolutionMillis,
            -other.ratings,
            -other.stars,
            -other.met,
            -other.breached));
  }

  /** Mean seconds from creation to the first response, to the second; null where there is none. */
  public @Nullable Long meanFirstResponse() {
    return seconds(firstResponseMillis, firstResponses);
  }

  /** Mean seconds from creation to the end, to the second; null where there is none. */
  public @Nullable Long meanResolution() {
    return seconds(resolutionMillis, resolutions);
  }

  /** Mean rating, 1 to 5, to two places; null where there is none. */
  public @Nullable BigDecimal meanRating() {
    return ratio(stars, ratings, 2);
  }

  /** Kept promises of all that were kept or missed, 0 to 1, to four places; null without any. */
  public @Nullable BigDecimal compliance() {
    return ratio(met, met + breached, 4);
  }

  private static @Nullable Long seconds(long millis, long count) {
    BigDecimal mean = ratio(millis, count * 1_000, 0);
    return mean == null ? null : mean.longValueExact();
  }

  private static @Nullable BigDecimal ratio(long sum, long count, int places) {
    return count == 0
        ? null
        : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), places, RoundingMode.HALF_UP);
  }
}
