package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DocsPageTest {
  private static FakeService tickets;
  private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    tickets = new FakeService("ticket-service");
    gateway = GatewayFixture.inFrontOf(tickets).start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    tickets.close();
  }

  @Test
  void thePageLoadsAllItsPartsFromTheGateway() {
    var page = gateway.get("/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    var parts = new ArrayList<String>();
    var references = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
    while (references.find()) {
      parts.add(references.group(1));
    }
    assertThat(parts)
        .contains("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/page.js");
    for (String part : parts) {
      assertThat(part).startsWith("/");
      var answer = gateway.get(part);
      assertThat(answer.statusCode()).as(part).isEqualTo(200);
      assertThat(answer.body()).as(part).isNotEmpty();
      String type = answer.headers().firstValue("Content-Type").orElseThrow();
      assertThat(type)
          .as(part)
          .startsWith(
              part.endsWith(".js")
                  ? "text/javascript"
                  : part.endsWith(".css")
                      ? "text/css"
                      : part.endsWith(".png") ? "image/png" : "application/json");
    }
    assertThat(gateway.get("/docs/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
    assertThat(gateway.get("/docs/page.js").body()).contains("\"/openapi\"");
  }

  @Test
  void noScriptStandsInThePageAndThePolicyForbidsIt() {
    var page = gateway.get("/docs");
    assertThat(page.body())
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContain(" on", "<style");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "connect-src 'self'",
            "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http:", "https:", "*");
  }

  @Test
  void largePartsComeCompressedAndCanBeKept() throws Exception {
    var answer =
        gateway.send(
            gateway.request("/docs/swagger-ui-bundle.js").header("Accept-Encoding", "gzip, br"),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.headers().firstValue("Vary"))
        .hasValueSatisfying(v -> assertThat(v).containsIgnoringCase("accept-encoding"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(gateway.get("/docs/swagger-ui-bundle.js").body());
    }
    var again =
        gateway.send(
            gateway
                .request("/docs/swagger-ui-bundle.js")
                .header("If-None-Match", answer.headers().firstValue("ETag").orElseThrow()));
    assertThat(again.statusCode()).isEqualTo(304);
  }
}
