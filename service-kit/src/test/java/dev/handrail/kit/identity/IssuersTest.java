package dev.handrail.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.testing.TestIssuer;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class IssuersTest {
  private static final TestIssuer ISSUER = TestIssuer.create("https://a.test", "a-1");

  private static Map<String, String> good() {
    return new HashMap<>(ISSUER.config("a", List.of("customer"), List.of("rides")));
  }

  private static IssuersConfig read(Map<String, String> config) {
    return new SmallRyeConfigBuilder()
        .withMapping(IssuersConfig.class)
        .withDefaultValues(config)
        .build()
        .getConfigMapping(IssuersConfig.class);
  }

  private static Map<String, TrustedIssuer> issuers(Map<String, String> config, String profile) {
    return Issuers.of(read(config), List.of(profile), Clock.systemUTC());
  }

  @Test
  void a_right_configuration_is_trusted_in_production() {
    assertThat(issuers(good(), "prod")).containsOnlyKeys("https://a.test");
  }

  @Test
  void the_development_issuer_does_not_start_in_production() {
    Map<String, String> config = good();
    config.put("handrail.issuers.a.development", "true");

    assertThatThrownBy(() -> issuers(config, "prod"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "handrail.issuers.a is a development issuer,"
                + " which must not be trusted in profile prod.");
    assertThat(issuers(config, "local")).hasSize(1);
  }

  @Test
  void a_profile_beside_prod_does_not_let_it_in_either() {
    Map<String, String> config = good();
    config.put("handrail.issuers.a.development", "true");

    assertThatThrownBy(() -> Issuers.of(read(config), List.of("local", "prod"), Clock.systemUTC()))
        .hasMessageContaining("development");
  }

  @Test
  void defaults_are_as_written_down() {
    Map<String, String> config = good();
    config.remove("handrail.issuers.a.audience");
    config.remove("handrail.issuers.a.apps");

    IssuersConfig.Issuer issuer = read(config).byName().get("a");

    assertThat(issuer.audience()).isEqualTo("handrail");
    assertThat(issuer.apps()).isEmpty();
    assertThat(issuer.development()).isFalse();
    assertThat(issuer.claims().groups()).isEqualTo("groups");
    assertThat(issuer.claims().app()).isEqualTo("app");
    assertThat(issuer.claims().apps()).isEqualTo("apps");
    assertThat(issuer.claims().department()).isEqualTo("department");
    assertThat(issuer.claims().kind()).isEqualTo("kind");
    assertThat(issuer.claims().name()).isEqualTo("name");
    assertThat(issuer.claims().email()).isEqualTo("email");
    assertThat(issuer.claims().locale()).isEqualTo("locale");
    assertThat(issuer.claims().permissions()).isEqualTo("permissions");
    assertThat(issuer.claims().picture()).isEqualTo("picture");
  }

  @Test
  void the_environment_can_say_it_all() {
    String jwks = good().get("handrail.issuers.a.jwks");
    Map<String, String> environment =
        Map.of(
            "HANDRAIL_ISSUERS_DEV_ISSUER", "https://dev.test",
            "HANDRAIL_ISSUERS_DEV_JWKS", String.valueOf(jwks),
            "HANDRAIL_ISSUERS_DEV_ROLES", "customer,admin",
            "HANDRAIL_ISSUERS_DEV_APPS", "*",
            "HANDRAIL_ISSUERS_DEV_DEVELOPMENT", "true",
            "HANDRAIL_ISSUERS_DEV_CLAIMS_GROUPS", "roles");
    IssuersConfig.Issuer issuer =
        new SmallRyeConfigBuilder()
            .withMapping(IssuersConfig.class)
            .withSources(new EnvConfigSource(environment, 300))
            .build()
            .getConfigMapping(IssuersConfig.class)
            .byName()
            .get("dev");

    assertThat(issuer.issuer()).isEqualTo("https://dev.test");
    assertThat(issuer.roles()).containsExactly("customer", "admin");
    assertThat(issuer.apps()).contains(List.of("*"));
    assertThat(issuer.development()).isTrue();
    assertThat(issuer.claims().groups()).isEqualTo("roles");
  }

  @Test
  void what_is_missing_or_misspelt_does_not_start() {
    Map<String, String> missing = good();
    missing.remove("handrail.issuers.a.issuer");
    assertThatThrownBy(() -> read(missing)).isInstanceOf(ConfigValidationException.class);

    Map<String, String> misspelt = good();
    misspelt.put("handrail.issuers.a.audiense", "x");
    assertThatThrownBy(() -> read(misspelt))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("audiense");
  }

  @Test
  void a_role_that_does_not_exist_does_not_start() {
    Map<String, String> config = good();
    config.put("handrail.issuers.a.roles", "customer,superuser");

    assertThatThrownBy(() -> issuers(config, "test")).hasMessageContaining("superuser");
  }

  @Test
  void keys_come_from_files_and_https_only() {
    for (String jwks :
        List.of("http://a.test/keys", "ftp://a.test/keys", "jwks.json", "http:// nonsense")) {
      Map<String, String> config = good();
      config.put("handrail.issuers.a.jwks", jwks);
      assertThatThrownBy(() -> issuers(config, "test"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("handrail.issuers.a");
    }
    Map<String, String> loopback = good();
    loopback.put("handrail.issuers.a.jwks", "http://127.0.0.1:1/keys");
    assertThatThrownBy(() -> issuers(loopback, "prod")).hasMessageContaining("jwks");
  }

  @Test
  void two_names_for_one_issuer_do_not_start() {
    Map<String, String> config = good();
    config.putAll(ISSUER.config("b", List.of("customer"), List.of("*")));

    assertThatThrownBy(() -> issuers(config, "test")).hasMessageContaining("https://a.test");
  }

  @Test
  void a_key_file_that_is_not_there_does_not_start() {
    Map<String, String> config = good();
    config.put("handrail.issuers.a.jwks", Path.of("/nowhere/jwks.json").toUri().toString());
    TrustedIssuer issuer = issuers(config, "test").get("https://a.test");
    try (var background = Executors.newSingleThreadScheduledExecutor()) {
      assertThat(issuer).isNotNull();
      assertThatThrownBy(() -> issuer.keys().start(background))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("/nowhere/jwks.json");
    }
  }
}
