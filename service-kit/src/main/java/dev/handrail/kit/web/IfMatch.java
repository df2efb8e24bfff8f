package dev.handrail.kit.web;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The condition under which a caller wants its change. */
public final class IfMatch {

  public static final String HEADER = "If-Match";

  private IfMatch() {}

  /** The version that the header names; null for any. Malformed is a 400. */
  public static @Nullable Long version(@Nullable String header) {
    OptionalLong version = Versions.ifMatch(header);
    return version.isPresent() ? version.getAsLong() : null;
  }
}
