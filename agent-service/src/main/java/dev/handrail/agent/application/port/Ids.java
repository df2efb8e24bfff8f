package dev.handrail.agent.application.port;

import java.util.UUID;

/** Makes ids before anything is stored. */
public interface Ids {

  /** A new UUIDv7. */
  UUID next();
}
