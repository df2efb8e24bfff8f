package dev.handrail.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void each_port_is_given_once_and_lies_below_those_of_outgoing_connections() {
    var ports = new HashSet<Integer>();
    for (int i = 0; i < 200; i++) {
      int port = FreePorts.next();
      assertThat(port).isBetween(20_000, 32_000);
      assertThat(ports.add(port)).isTrue();
    }
  }

  @Test
  void a_port_somebody_listens_on_is_not_free() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
      assertThat(FreePorts.isFree(port)).isFalse();
    }
    assertThat(FreePorts.isFree(port)).isTrue();
  }
}
