package dev.handrail.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word on where a request came from is believed. */
class TrustedProxiesTest {
  private final TrustedProxies proxies =
      proxies("127.0.0.0/8", "::1", "10.1.0.0/16", "2001:db8:1::/48", "192.0.2.9");

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 203.0.113.7",
    "10.1.255.255, 203.0.113.7",
    "::1, 203.0.113.7",
    "2001:db8:1:ffff::1, 203.0.113.7",
    "192.0.2.9, 203.0.113.7",
    "10.2.0.0, 10.2.0.0",
    "10.0.255.255, 10.0.255.255",
    "192.168.0.1, 192.168.0.1",
    "192.0.2.8, 192.0.2.8",
    "2001:db8:2::1, 2001:db8:2:0:0:0:0:1",
    "198.51.100.1, 198.51.100.1"
  })
  void the_header_counts_when_a_trusted_proxy_sent_it(String peer, String client) {
    assertThat(proxies.client(peer, List.of("203.0.113.7"))).isEqualTo(client);
  }

  @Test
  void only_the_last_address_is_the_proxys_own_word() {
    assertThat(proxies.client("127.0.0.1", List.of("1.1.1.1, 203.0.113.7")))
        .isEqualTo("203.0.113.7");
    assertThat(proxies.client("127.0.0.1", List.of("1.1.1.1", "2.2.2.2,203.0.113.7 ")))
        .isEqualTo("203.0.113.7");
    assertThat(proxies.client("127.0.0.1", List.of("203.0.113.7", "2001:DB8::1")))
        .isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(proxies.client("127.0.0.1", List.of("::ffff:203.0.113.7"))).isEqualTo("203.0.113.7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "203.0.113.7, ",
        "203.0.113.300",
        "1",
        "host.example",
        "a:b:c:d",
        "1:2"
      })
  void a_header_without_an_address_leaves_the_peers(String header) {
    assertThat(proxies.client("127.0.0.1", List.of(header))).isEqualTo("127.0.0.1");
  }

  @Test
  void without_a_header_it_is_the_peer_and_without_a_peer_nobody() {
    assertThat(proxies.client("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
    assertThat(proxies.client(null, List.of("203.0.113.7"))).isNull();
    assertThat(proxies.client("/run/socket", List.of("203.0.113.7"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gateway", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::1/129"})
  void what_is_no_network_stops_the_start(String network) {
    assertThatThrownBy(() -> proxies(network))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("handrail.origin.trusted-proxies");
  }

  @Test
  void every_address_lies_in_the_widest_network() {
    assertThat(proxies("0.0.0.0/0").client("198.51.100.1", List.of("203.0.113.7")))
        .isEqualTo("203.0.113.7");
  }

  private static TrustedProxies proxies(String... networks) {
    return new TrustedProxies(() -> List.of(networks));
  }
}
