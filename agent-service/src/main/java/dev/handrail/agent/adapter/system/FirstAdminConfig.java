package dev.handrail.agent.adapter.system;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The admin with whom everything begins. */
@ConfigMapping(prefix = "handrail.first-admin")
interface FirstAdminConfig {

  /** Its address; none: no admin is made. */
  Optional<String> email();

  /** Its first password, to be changed after the first sign-in. */
  Optional<String> password();
}
