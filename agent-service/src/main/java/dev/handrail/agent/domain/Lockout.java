package dev.handrail.agent.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may try a password now. What is guessed at (an address, whether it has an account or not) and
 * where from (a network address) each have a count. A device that has signed in to the account
 * before has one of its own instead of both, so that strangers cannot keep the owner out.
 */
public record Lockout(Guesses.Terms account, Guesses.Terms source, Guesses.Terms device) {

  /** What is shipped: five tries, then 30 s and twice as long each time up to a quarter hour. */
  public static final Lockout SHIPPED =
      new Lockout(
          new Guesses.Terms(5, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofHours(1)),
          new Guesses.Terms(
              20, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofMinutes(1)),
          new Guesses.Terms(
              10, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofHours(1)));

  /** What a count is of. */
  public enum Kind {
    /** One account, by whoever does not come from a known device. */
    ACCOUNT,
    /** Any account, from one network address. */
    SOURCE,
    /** One account, from one device that has signed in to it before. */
    DEVICE
  }

  /**
   * One count.
   *
   * @param key what it is of, as it is stored
   */
  public record Counter(Kind kind, String key, Guesses guesses) {}

  /**
   * Whether a try may go ahead.
   *
   * @param delay zero if it may; else how long not, and nothing is to be stored
   * @param counters as they are with this try, if it may
   */
  public record Verdict(Duration delay, List<Counter> counters) {
    public Verdict {
      counters = List.copyOf(counters);
    }

    public boolean admitted() {
      return delay.isZero();
    }
  }

  /**
   * Decides on one try.
   *
   * @param counters the counts of account and source, or of the device alone
   */
  public Verdict admit(List<Counter> counters, Instant now) {
    Duration longest = Duration.ZERO;
    List<Counter> counted = new ArrayList<>();
    for (Counter counter : counters) {
      Guesses.Terms terms = terms(counter.kind());
      Duration wait = counter.guesses().wait(terms, now);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      counted.add(new Counter(counter.kind(), counter.key(), counter.guesses().begun(terms, now)));
    }
    return longest.isZero() ? new Verdict(longest, counted) : new Verdict(longest, List.of());
  }

  /**
   * The counts after the right password: the account's and the device's begin anew; the source's
   * only forgets this try, or one who has an account could guess at others for ever.
   */
  public static Guesses afterSuccess(Counter counter) {
    return switch (counter.kind()) {
      case ACCOUNT, DEVICE -> Guesses.NONE;
      case SOURCE -> counter.guesses().takenBack();
    };
  }

  private Guesses.Terms terms(Kind kind) {
    return switch (kind) {
      case ACCOUNT -> account;
      case SOURCE -> source;
      case DEVICE -> device;
    };
  }

  /**
   * What a network address counts as. An IPv6 subscriber has a whole /64 to choose from, so that is
   * what is counted; without an address all such requests count as one.
   *
   * @param address as {@code InetAddress} writes it
   */
  public static String sourceOf(@Nullable String address) {
    if (address == null) {
      return "unknown";
    }
    String[] groups = address.split(":", -1);
    return groups.length == 8 ? String.join(":", List.of(groups).subList(0, 4)) + "::/64" : address;
  }
}
