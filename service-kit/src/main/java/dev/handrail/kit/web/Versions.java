package dev.handrail.kit.web;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions of things as entity tags. */
public final class Versions {
  private static final Pattern OURS = Pattern.compile("\"v(0|[1-9][0-9]{0,17})\"");
  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E]{0,128}\"");

  /** What a well-formed tag that cannot be ours stands for: it equals no version. */
  private static final long NO_VERSION = -1;

  private Versions() {}

  /** The {@code ETag} of a version, with its quotes: {@code "v7"}. */
  public static String etag(long version) {
    return "\"v" + version + '"';
  }

  /**
   * The version that an {@code If-Match} header asks for; empty if it is absent or {@code *}. A
   * well-formed tag that we never gave out becomes a version that nothing has, so that it compares
   * as stale (412).
   *
   * @throws ProblemException 400 if the header is not one entity tag
   */
  public static OptionalLong ifMatch(@Nullable String header) {
    if (header == null) {
      return OptionalLong.empty();
    }
    String tag = header.strip();
    if (tag.equals("*")) {
      return OptionalLong.empty();
    }
    Matcher ours = OURS.matcher(tag);
    if (ours.matches()) {
      return OptionalLong.of(Long.parseLong(ours.group(1)));
    }
    if (ENTITY_TAG.matcher(tag).matches()) {
      return OptionalLong.of(NO_VERSION);
    }
    throw ProblemException.badRequest("If-Match", "must be one entity tag, such as \"v7\", or *");
  }
}
