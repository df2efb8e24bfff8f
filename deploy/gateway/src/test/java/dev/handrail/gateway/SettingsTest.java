package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String SERVICES =
      "ticket-service=http://127.0.0.1:9101|http://127.0.0.1:9201,"
          + " notification-service=http://[::1]:9102/|http://localhost:9202";

  @Test
  void defaultsAreTheDocumentedOnes() {
    Settings settings = Settings.from(Map.of("HANDRAIL_GATEWAY_SERVICES", SERVICES));
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.rate()).isEqualTo(1000);
    assertThat(settings.maxBody()).isEqualTo(65_536);
    assertThat(settings.corsOrigins()).isEmpty();
    assertThat(settings.trustedProxies()).isEmpty();
  }

  @Test
  void servicesHaveAnApiAndAManagementAddress() {
    Settings settings = Settings.from(Map.of("HANDRAIL_GATEWAY_SERVICES", SERVICES));
    assertThat(settings.services())
        .containsOnly(
            Map.entry(
                "ticket-service",
                new Service(
                    "ticket-service",
                    new Address("127.0.0.1", 9101),
                    new Address("127.0.0.1", 9201))),
            Map.entry(
                "notification-service",
                new Service(
                    "notification-service",
                    new Address("::1", 9102),
                    new Address("localhost", 9202))));
    assertThat(settings.services().get("notification-service").api().authority())
        .isEqualTo("[::1]:9102");
  }

  @Test
  void everythingCanBeSet() {
    var environment =
        new HashMap<>(
            Map.of(
                "HANDRAIL_GATEWAY_SERVICES", SERVICES,
                "HANDRAIL_GATEWAY_HOST", "0.0.0.0",
                "HANDRAIL_GATEWAY_PORT", "80",
                "HANDRAIL_GATEWAY_CORS_ORIGINS", "https://help.example.org, http://localhost:5173",
                "HANDRAIL_GATEWAY_RATE", "0",
                "HANDRAIL_GATEWAY_MAX_BODY", "4096",
                "HANDRAIL_GATEWAY_TRUSTED_PROXIES", "10.0.0.0/8,::1"));
    environment.put("PATH", "/usr/bin");
    Settings settings = Settings.from(environment);
    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.port()).isEqualTo(80);
    assertThat(settings.corsOrigins())
        .containsExactlyInAnyOrder("https://help.example.org", "http://localhost:5173");
    assertThat(settings.rate()).isZero();
    assertThat(settings.maxBody()).isEqualTo(4096);
    assertThat(settings.trustedProxies()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          HANDRAIL_GATEWAY_PORT            ~ eighty
          HANDRAIL_GATEWAY_PORT            ~ 65536
          HANDRAIL_GATEWAY_RATE            ~ -1
          HANDRAIL_GATEWAY_MAX_BODY        ~ 64KiB
          HANDRAIL_GATEWAY_MAX_BODY        ~ 10
          HANDRAIL_GATEWAY_HOST            ~ ' '
          HANDRAIL_GATEWAY_CORS_ORIGINS    ~ *
          HANDRAIL_GATEWAY_CORS_ORIGINS    ~ https://help.example.org/
          HANDRAIL_GATEWAY_CORS_ORIGINS    ~ help.example.org
          HANDRAIL_GATEWAY_CORS_ORIGINS    ~ null
          HANDRAIL_GATEWAY_TRUSTED_PROXIES ~ proxy.example.org
          HANDRAIL_GATEWAY_TRUSTED_PROXIES ~ 10.0.0.0/33
          HANDRAIL_GATEWAY_SERVICES        ~ ''
          HANDRAIL_GATEWAY_SERVICES        ~ ticket-service
          HANDRAIL_GATEWAY_SERVICES        ~ ticket-service=http://127.0.0.1:1
          HANDRAIL_GATEWAY_SERVICES        ~ ticket-service=https://127.0.0.1:1|http://127.0.0.1:2
          HANDRAIL_GATEWAY_SERVICES        ~ ticket-service=http://127.0.0.1:1/x|http://127.0.0.1:2
          HANDRAIL_GATEWAY_SERVICES        ~ ticket-service=http://a:b@127.0.0.1:1|http://127.0.0.1:2
          HANDRAIL_GATEWAY_SERVICES        ~ weather-service=http://127.0.0.1:1|http://127.0.0.1:2
          HANDRAIL_GATEWAY_SERVICES        ~ faq-service=http://h:1|http://h:2,faq-service=http://h:3|http://h:4
          HANDRAIL_GATEWAY_CORS_ORIGIN     ~ https://help.example.org
          """)
  void aWrongValueIsNamedInASentence(String name, String value) {
    var environment = new HashMap<>(Map.of("HANDRAIL_GATEWAY_SERVICES", SERVICES));
    environment.put(name, value);
    assertThatThrownBy(() -> Settings.from(environment))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(name)
        .message()
        .endsWith(name.equals("HANDRAIL_GATEWAY_SERVICES") && value.isEmpty() ? "9201" : ".");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                Settings.from(
                    Map.of(
                        "HANDRAIL_GATEWAY_SERVICES", SERVICES,
                        "HANDRAIL_GATEWAY_PORT", "x",
                        "HANDRAIL_GATEWAY_RATE", "y")))
        .hasMessageContaining("HANDRAIL_GATEWAY_PORT")
        .hasMessageContaining("HANDRAIL_GATEWAY_RATE");
  }
}
