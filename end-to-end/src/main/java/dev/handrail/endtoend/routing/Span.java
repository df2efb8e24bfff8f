package dev.handrail.endtoend.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A span of time; the end is not part of it. */
public record Span(Instant from, Instant to) {

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** What both have in common. */
  Optional<Span> common(Span other) {
    Instant begin = from.isAfter(other.from) ? from : other.from;
    Instant end = to.isBefore(other.to) ? to : other.to;
    return begin.isBefore(end) ? Optional.of(new Span(begin, end)) : Optional.empty();
  }

  /** The longest piece of it that lies in none of the others. */
  Duration longestOutside(List<Span> others) {
    List<Span> left = List.of(this);
    for (Span other : others) {
      List<Span> pieces = new ArrayList<>();
      for (Span piece : left) {
        if (piece.common(other).isEmpty()) {
          pieces.add(piece);
          continue;
        }
        if (piece.from.isBefore(other.from)) {
          pieces.add(new Span(piece.from, other.from));
        }
        if (other.to.isBefore(piece.to)) {
          pieces.add(new Span(other.to, piece.to));
        }
      }
      left = pieces;
    }
    return left.stream().map(Span::length).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
