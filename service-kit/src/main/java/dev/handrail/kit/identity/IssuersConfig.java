package dev.handrail.kit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token issuers this service trusts, by a name of our own. */
@ConfigMapping(prefix = "handrail.issuers")
interface IssuersConfig {
  @WithParentName
  Map<String, Issuer> byName();

  /** One trusted issuer. */
  interface Issuer {
    /** Its {@code iss}. */
    String issuer();

    /** Where its keys are: {@code file:/…} (read again when it changes) or {@code https://…}. */
    String jwks();

    /** The {@code aud} its tokens must carry. */
    @WithDefault("handrail")
    String audience();

    /** The roles it may speak for; a token that claims another is refused. */
    List<String> roles();

    /** The apps it may speak for; {@code *} for all. A token that claims another is refused. */
    Optional<List<String>> apps();

    /** Whether it is the development issuer, with which no production profile starts. */
    @WithDefault("false")
    boolean development();

    Claims claims();

    /** Under which names its tokens carry what we read. */
    interface Claims {
      @WithDefault("groups")
      String groups();

      @WithDefault("app")
      String app();

      @WithDefault("apps")
      String apps();

      @WithDefault("department")
      String department();

      @WithDefault("kind")
      String kind();

      @WithDefault("name")
      String name();

      @WithDefault("email")
      String email();

      @WithDefault("locale")
      String locale();

      @WithDefault("permissions")
      String permissions();

      @WithDefault("picture")
      String picture();
    }
  }
}
