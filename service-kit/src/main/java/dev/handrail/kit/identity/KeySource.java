package dev.handrail.kit.identity;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where an issuer's JWKS document is read from. */
sealed interface KeySource permits FileKeySource, HttpKeySource, OwnKeySource {
  /** Larger documents are refused. */
  int LONGEST_DOCUMENT = 256 * 1024;

  /** The document, or null if it is unchanged since the last read. */
  @Nullable String read() throws IOException, InterruptedException;

  /** Where, for messages. */
  String location();

  /** How often it is worth reading. */
  Duration interval();

  /** Whether the service must not start without it. */
  boolean neededAtStart();
}
