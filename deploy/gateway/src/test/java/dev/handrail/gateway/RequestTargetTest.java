package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/tickets",
        "/api/v1/tickets/",
        "/api/v1/tickets/BKG-000123/links/ride/a.b..c",
        "/api/v1/faqs/%C3%BCber-uns",
        "/api/v1/tickets?q=a;b//..%2F%2e\\&status=open&status=closed",
        "/api/v1/tickets?link=ride:42&sort=-updatedAt",
        "/api/v1/tickets?",
        "/api/v1/people/a@b.example/data",
        "/.well-known/jwks.json",
        "/api/v1/tickets/..."
      })
  void plainTargetsPass(String target) {
    assertThat(RequestTarget.flaw(target)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "api/v1/tickets",
        "http://127.0.0.1/api/v1/tickets",
        "//q/health",
        "/api/v1//tickets",
        "/api/v1/tickets//",
        "/api/v1/../q/health",
        "/api/v1/./tickets",
        "/..",
        "/.",
        "/api/v1/tickets/..",
        "/api/v1/tickets/.",
        "/api/v1/tickets/..?x=1",
        "/api/v1/%2e%2e/q/health",
        "/api/v1/%2E%2E/q/health",
        "/api/v1/.%2e/q/health",
        "/api/v1/%252e%252e/q/health",
        "/api/v1/tickets%2f..%2fq",
        "/api/v1/tickets%5c..%5cq",
        "/api/v1/tickets\\..\\q",
        "/api/v1/tickets;/../q/health",
        "/api/v1/tickets;x=1",
        "/api/v1/tickets%3bx=1",
        "/api/v1/tickets%00",
        "/api/v1/tickets%0d%0aX: y",
        "/api/v1/tickets%7f",
        "/api/v1/tickets%",
        "/api/v1/tickets%2",
        "/api/v1/tickets%zz",
        "/api/v1/tickets?q=%",
        "/api/v1/tickets#fragment",
        "/api/v1/tickets?q=a#b",
        "/api/v1/tickets\u0000",
        "/api/v1/tickets?q=a b",
        "/api/v1/tickets?q=\u00fc",
        "/api/v1/tickets\u007f"
      })
  void whateverTwoServersCouldReadDifferentlyIsRefused(String target) {
    assertThat(RequestTarget.flaw(target)).isNotNull();
  }

  @Test
  void aTargetThatPassesMeansTheSameBeforeAndAfterNormalisationAndDecoding() {
    var random = new Random(20260101);
    String[] pieces = {
      "/", "/", "api", "v1", "tickets", "q", ".", "..", "%2e", "%2f", "%5C", ";", "\\", "%", "%41",
      "a", "?", "#", " ", "%25", "%00", "x"
    };
    int passed = 0;
    for (int i = 0; i < 200_000; i++) {
      var target = new StringBuilder("/");
      for (int n = random.nextInt(8); n > 0; n--) {
        target.append(pieces[random.nextInt(pieces.length)]);
      }
      if (RequestTarget.flaw(target.toString()) == null) {
        passed++;
        URI uri = URI.create(target.toString().replace("\\", "%5C"));
        assertThat(uri.normalize().getRawPath()).as(target.toString()).isEqualTo(uri.getRawPath());
        assertThat(uri.getPath().chars().filter(c -> c == '/').count())
            .as(target.toString())
            .isEqualTo(uri.getRawPath().chars().filter(c -> c == '/').count());
        assertThat(uri.getPath()).doesNotContain(";", "\\", "//", "/../", "/./", "\u0000", "%");
      }
    }
    assertThat(passed).isGreaterThan(10_000);
  }
}
