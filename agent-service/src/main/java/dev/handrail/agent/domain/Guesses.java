package dev.handrail.agent.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often somebody guessed at something, and how long that keeps others of its kind out. Each try
 * counts as wrong from its beginning, so that many at once are no way around; the right one is
 * taken back when it ends.
 *
 * @param count tries that were wrong and are not yet forgiven
 * @param last when the newest began; null before the first
 */
public record Guesses(int count, @Nullable Instant last) {

  private static final int MOST = 1_000;

  /** Nobody has tried. */
  public static final Guesses NONE = new Guesses(0, null);

  /**
   * How much is borne.
   *
   * @param free wrong tries without a delay
   * @param first the delay after the first one more; each further doubles it
   * @param longest what no delay exceeds
   * @param forgivenAfter after this long without a try one is forgiven, after twice as long two …
   */
  public record Terms(int free, Duration first, Duration longest, Duration forgivenAfter) {
    public Terms {
      if (free < 1
          || !first.isPositive()
          || longest.compareTo(first) < 0
          || !forgivenAfter.isPositive()) {
        throw new IllegalArgumentException(
            "A lockout needs a free try and delays that grow from above zero.");
      }
    }

    /** How long nobody may try after so many wrong ones. */
    Duration delay(int count) {
      int over = count - free;
      if (over < 0) {
        return Duration.ZERO;
      }
      Duration delay = first;
      for (int i = 0; i < over && delay.compareTo(longest) < 0; i++) {
        delay = delay.multipliedBy(2);
      }
      return delay.compareTo(longest) < 0 ? delay : longest;
    }
  }

  public Guesses {
    if (count < 0 || (count > 0 && last == null)) {
      throw new IllegalArgumentException("A number of guesses has a time.");
    }
  }

  /** How long from now nobody may try; zero when one may. */
  public Duration wait(Terms terms, Instant now) {
    if (last == null) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, last.plus(terms.delay(count)));
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    // A clock that was set back must not lengthen anybody's wait.
    return left.compareTo(terms.longest()) < 0 ? left : terms.longest();
  }

  /** One more try, begun now. Asked for only when there is no {@link #wait}. */
  public Guesses begun(Terms terms, Instant now) {
    // Counted up to where the delay stays the same anyway.
    return new Guesses(Math.min(forgiven(terms, now).count + 1, MOST), now);
  }

  /** The try that was begun last was right after all: it does not count, those before it do. */
  public Guesses takenBack() {
    return count == 0 ? this : new Guesses(count - 1, last);
  }

  private Guesses forgiven(Terms terms, Instant now) {
    if (last == null || !now.isAfter(last)) {
      return this;
    }
    long forgiven = Duration.between(last, now).dividedBy(terms.forgivenAfter());
    return new Guesses((int) Math.max(0, count - forgiven), last);
  }
}
