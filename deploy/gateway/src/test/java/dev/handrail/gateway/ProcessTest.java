package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The gateway as it is started for real: a process with an environment. */
class ProcessTest {

  @Test
  void aWrongEnvironmentEndsInASentence() throws Exception {
    Process process = start(Map.of("HANDRAIL_GATEWAY_PORT", "eighty"));
    String output = output(process);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(output)
        .contains("HANDRAIL_GATEWAY_PORT must be a whole number")
        .doesNotContain("\tat ");
  }

  @Test
  void aPortInUseEndsInASentence() throws Exception {
    try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Process process =
          start(
              Map.of(
                  "HANDRAIL_GATEWAY_PORT",
                  Integer.toString(taken.getLocalPort()),
                  "HANDRAIL_GATEWAY_SERVICES",
                  "ticket-service=http://127.0.0.1:1|http://127.0.0.1:2"));
      String output = output(process);
      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(output)
          .contains("The gateway cannot listen on port " + taken.getLocalPort() + " of 127.0.0.1")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aRunningRequestIsFinishedBeforeTheProcessEnds() throws Exception {
    try (var tickets = new FakeService("ticket-service")) {
      var waiting = new LinkedBlockingQueue<Runnable>();
      tickets.answering(received -> waiting.add(() -> received.request().response().end("done")));
      Process process =
          start(
              Map.of(
                  "HANDRAIL_GATEWAY_PORT",
                  "0",
                  "HANDRAIL_GATEWAY_SERVICES",
                  "ticket-service=http://127.0.0.1:" + tickets.port() + "|http://127.0.0.1:2"));
      var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (!line.startsWith("The gateway listens on http://127.0.0.1:")) {
        line = lines.readLine();
      }
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      try (var running = new RawConnection(port);
          var later = new RawConnection(port)) {
        later.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(later.receive().status()).isEqualTo(200);
        running.send("GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\n\r\n");
        Runnable finish = waiting.poll(10, TimeUnit.SECONDS);
        process.destroy();
        // It says that it is going, and takes nothing new.
        RawConnection.Answer health = null;
        for (int status = 200; status == 200; status = health.status()) {
          later.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
          health = later.receive();
        }
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.header("Connection")).isEqualTo("close");
        later.send("GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\n\r\n");
        var refused = later.receive();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(process.isAlive()).isTrue();
        finish.run();
        var answer = running.receive();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("done");
      }
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
    }
  }

  private static Process start(Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.handrail.gateway.Gateway"));
    builder.environment().keySet().removeIf(name -> name.startsWith("HANDRAIL_"));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
