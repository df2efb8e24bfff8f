package dev.handrail.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.TestIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerKeysTest {
  private static final String ISS = "https://remote.test";
  private static final TestIssuer FIRST = TestIssuer.create(ISS, "first");
  private static final TestIssuer SECOND = TestIssuer.create(ISS, "second");

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<String> document = new AtomicReference<>(FIRST.jwks());
  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private volatile CountDownLatch hold = new CountDownLatch(0);

  private HttpServer server = newServer();

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve_keys() {
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/keys",
        exchange -> {
          calls.incrementAndGet();
          try {
            assertThat(hold.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body = document.get().getBytes(StandardCharsets.UTF_8);
          if (status.get() == 302) {
            exchange.getResponseHeaders().add("Location", "/moved");
          }
          exchange.sendResponseHeaders(status.get(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/moved",
        exchange -> {
          byte[] body = SECOND.jwks().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop_serving() {
    hold.countDown();
    server.stop(0);
  }

  private IssuerKeys remoteKeys() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    return new IssuerKeys(new HttpKeySource(address), nanos::get);
  }

  private TokenVerifier verifier(IssuerKeys keys) {
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now.get();
          }
        };
    Map<String, String> config =
        new HashMap<>(FIRST.config("a", List.of("customer"), List.of("*")));
    var names =
        new io.smallrye.config.SmallRyeConfigBuilder()
            .withMapping(IssuersConfig.class)
            .withDefaultValues(config)
            .build()
            .getConfigMapping(IssuersConfig.class)
            .byName()
            .get("a")
            .claims();
    var terms = new TrustedIssuer.Terms(ISS, TestIssuer.AUDIENCE, Set.of("customer"), Set.of("*"));
    return new TokenVerifier(Map.of(ISS, new TrustedIssuer(terms, names, keys, clock)), clock);
  }

  private static String token(TestIssuer issuer) {
    return issuer.token("customer", "42").app("rides").sign();
  }

  @Test
  void keys_are_fetched_at_the_start_and_a_known_key_asks_nobody() throws Exception {
    IssuerKeys keys = remoteKeys();
    try (var background = Executors.newSingleThreadScheduledExecutor()) {
      keys.start(background);
      TokenVerifier verifier = verifier(keys);
      for (int i = 0; i < 50; i++) {
        assertThat(
                verifier
                    .verify(FIRST.token("customer", "s" + i).app("rides").sign(), true)
                    .subject())
            .isEqualTo("s" + i);
      }
      background.shutdownNow();
    }

    assertThat(calls).hasValue(1);
  }

  @Test
  void unknown_keys_ask_once_in_thirty_seconds_however_many_there_are() throws Exception {
    IssuerKeys keys = remoteKeys();
    keys.refresh();
    TokenVerifier verifier = verifier(keys);
    for (int i = 0; i < 200; i++) {
      String hostile = FIRST.token("customer", "42").app("rides").keyId("guess-" + i).sign();
      assertThatThrownBy(() -> verifier.verify(hostile, true)).isInstanceOf(RefusedToken.class);
    }
    assertThat(calls).hasValue(2);

    nanos.addAndGet(IssuerKeys.UNKNOWN_KEY_PAUSE.toNanos() - 1);
    assertThatThrownBy(() -> verifier.verify(token(SECOND), true)).isInstanceOf(RefusedToken.class);
    assertThat(calls).hasValue(2);

    nanos.addAndGet(1);
    document.set(SECOND.jwks());
    assertThat(verifier.verify(token(SECOND), true).subject()).isEqualTo("42");
    assertThat(calls).hasValue(3);
  }

  @Test
  void many_callers_with_a_new_key_share_one_fetch_and_all_get_in() throws Exception {
    IssuerKeys keys = remoteKeys();
    keys.refresh();
    document.set(SECOND.jwks());
    hold = new CountDownLatch(1);
    TokenVerifier verifier = verifier(keys);
    AtomicInteger letIn = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String token = SECOND.token("customer", "c" + i).app("rides").sign();
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      verifier.verify(token, true);
                      letIn.incrementAndGet();
                    } catch (RefusedToken | KeysMissing refused) {
                      letIn.addAndGet(1_000);
                    }
                  }));
    }
    Eventually.until(
        Duration.ofSeconds(10),
        "all wait for the one fetch",
        () ->
            calls.get() == 2
                && callers.stream().allMatch(c -> c.getState() == Thread.State.TIMED_WAITING));
    hold.countDown();
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(letIn).hasValue(20);
    assertThat(calls).hasValue(2);
  }

  @Test
  void the_event_loop_never_waits_for_keys() {
    IssuerKeys keys = remoteKeys();
    keys.refresh();
    TokenVerifier verifier = verifier(keys);

    assertThatThrownBy(() -> verifier.verify(token(SECOND), false))
        .isInstanceOf(RefusedToken.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void an_issuer_that_never_answered_is_not_the_callers_fault() {
    status.set(500);
    IssuerKeys keys = remoteKeys();
    keys.refresh();

    assertThatThrownBy(() -> verifier(keys).verify(token(FIRST), true))
        .isInstanceOf(KeysMissing.class);
  }

  @Test
  void known_keys_stay_in_use_while_the_source_is_broken() throws Exception {
    IssuerKeys keys = remoteKeys();
    keys.refresh();
    TokenVerifier verifier = verifier(keys);
    for (String broken : List.of("", "nonsense", "{}", "{\"keys\":[]}", "[]")) {
      document.set(broken);
      keys.refresh();
      assertThat(verifier.verify(token(FIRST), true).subject()).isEqualTo("42");
    }
    status.set(503);
    keys.refresh();
    assertThat(verifier.verify(token(FIRST), true).subject()).isEqualTo("42");
    server.stop(0);
    keys.refresh();
    assertThat(verifier.verify(token(FIRST), true).subject()).isEqualTo("42");
  }

  @Test
  void a_redirect_is_not_followed() {
    status.set(302);
    IssuerKeys keys = remoteKeys();
    keys.refresh();

    assertThat(keys.ready()).isFalse();
  }

  @Test
  void an_endless_document_is_not_read_to_the_end() {
    document.set("{\"keys\":[" + " ".repeat(KeySource.LONGEST_DOCUMENT) + "]}");
    IssuerKeys keys = remoteKeys();
    keys.refresh();

    assertThat(keys.ready()).isFalse();
  }

  @Test
  void a_withdrawn_key_is_refused_also_for_a_token_already_seen() throws Exception {
    IssuerKeys keys = remoteKeys();
    keys.refresh();
    TokenVerifier verifier = verifier(keys);
    String seen = token(FIRST);
    verifier.verify(seen, true);
    document.set(SECOND.jwks());

    keys.refresh();

    assertThatThrownBy(() -> verifier.verify(seen, true)).isInstanceOf(RefusedToken.class);
    assertThat(verifier.verify(token(SECOND), true).subject()).isEqualTo("42");
  }

  @Test
  void a_token_already_seen_ends_at_its_time() throws Exception {
    IssuerKeys keys = remoteKeys();
    keys.refresh();
    TokenVerifier verifier = verifier(keys);
    String seen = token(FIRST);
    Instant expires = verifier.verify(seen, true).expiresAt();

    now.set(expires.plus(TrustedIssuer.SKEW).minusMillis(1));
    assertThat(verifier.verify(seen, true).subject()).isEqualTo("42");

    now.set(expires.plus(TrustedIssuer.SKEW));
    assertThatThrownBy(() -> verifier.verify(seen, true)).isInstanceOf(RefusedToken.class);
    assertThatThrownBy(() -> verifier.verify(seen, true)).isInstanceOf(RefusedToken.class);
  }

  @Test
  void a_key_that_is_too_short_or_for_something_else_is_not_taken() throws Exception {
    String rsa = FIRST.jwks();
    for (String unfit :
        List.of(
            rsa.replace("\"sig\"", "\"enc\""),
            rsa.replace("\"RS256\"", "\"RS512\""),
            rsa.replace("\"kid\":\"first\",", ""))) {
      document.set(unfit);
      IssuerKeys keys = remoteKeys();
      keys.refresh();
      assertThat(keys.ready()).as(unfit).isFalse();
    }
  }

  @Test
  void a_file_is_read_again_when_it_has_changed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("jwks.json"), FIRST.jwks());
    IssuerKeys keys = new IssuerKeys(new FileKeySource(file), nanos::get);
    keys.refresh();
    TokenVerifier verifier = verifier(keys);
    assertThat(verifier.verify(token(FIRST), true).subject()).isEqualTo("42");

    Files.writeString(file, SECOND.jwks());
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(verifier.verify(token(SECOND), true).subject()).isEqualTo("42");
  }

  @Test
  void the_memory_of_tokens_is_bounded_and_keeps_what_is_in_use() throws Exception {
    VerifiedTokens memory = new VerifiedTokens(100);
    IssuerKeys keys = remoteKeys();
    keys.refresh();
    VerifiedToken token = verifier(keys).verify(token(FIRST), true);
    TrustedIssuer issuer = verifier(keys).issuers().iterator().next();
    var entry = new VerifiedTokens.Entry(token, issuer, keys.current());
    memory.put("in use", entry);
    for (int i = 0; i < 10_000; i++) {
      memory.put("token " + i, entry);
      assertThat(memory.find("in use")).isNotNull();
      assertThat(memory.size()).isLessThanOrEqualTo(201);
    }
    assertThat(memory.find("token 0")).isNull();
  }
}
