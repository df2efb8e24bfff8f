package dev.handrail.kit.identity;

import java.io.IOException;

/**
 * Where the not-before list is read from. agent-service has a bean of this type, as the list is its
 * own; the others ask it over HTTP.
 */
public interface NotBeforeSource {
  /**
   * The list as it is now.
   *
   * @throws IOException if it cannot be had
   */
  NotBeforeList read() throws IOException, InterruptedException;
}
