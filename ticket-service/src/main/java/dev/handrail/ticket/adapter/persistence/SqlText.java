package dev.handrail.ticket.adapter.persistence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement in the making: text with the values of its parameters, which are never in it. */
final class SqlText {
  private final StringBuilder text = new StringBuilder(1024);
  private final List<@Nullable Object> params = new ArrayList<>();

  /** Adds a piece that has as many question marks as values. */
  SqlText add(String piece, @Nullable Object... values) {
    text.append(piece);
    Collections.addAll(params, values);
    return this;
  }

  SqlText addAll(List<@Nullable Object> values) {
    params.addAll(values);
    return this;
  }

  String text() {
    return text.toString();
  }

  @Nullable Object[] params() {
    return params.toArray();
  }
}
