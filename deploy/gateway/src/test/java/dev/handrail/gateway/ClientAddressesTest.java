package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
  private final ClientAddresses addresses =
      new ClientAddresses(List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.7        | 203.0.113.9                       | 192.0.2.7
          10.1.2.3         | 203.0.113.9                       | 203.0.113.9
          10.1.2.3         | 198.51.100.1, 203.0.113.9         | 203.0.113.9
          10.1.2.3         | 198.51.100.1, 203.0.113.9, 10.9.9.9 | 203.0.113.9
          10.1.2.3         | 10.4.4.4                          | 10.4.4.4
          10.1.2.3         | not-an-address                    | 10.1.2.3
          10.1.2.3         | 203.0.113.9, not-an-address       | 10.1.2.3
          10.1.2.3         | 2001:db8:1:2::5                   | 2001:db8:1:2::5
          ::ffff:10.1.2.3  | 203.0.113.9                       | 203.0.113.9
          ::1              | 203.0.113.9                       | 203.0.113.9
          2001:db8::1      | 203.0.113.9                       | 2001:db8::1
          """)
  void onlyATrustedProxyIsBelievedAndOnlyForItsOwnHop(String peer, String header, String expected) {
    Client client = of(peer, MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", header));
    assertThat(Network.address(client.address())).isEqualTo(Network.address(expected));
  }

  @Test
  void httpsIsBelievedOfATrustedProxyOnly() {
    var headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-Proto", "https");
    assertThat(of("10.1.2.3", headers).https()).isTrue();
    assertThat(of("192.0.2.7", headers).https()).isFalse();
  }

  @Test
  void anIpv6ClientCountsWithItsWholeBlock() {
    var none = MultiMap.caseInsensitiveMultiMap();
    assertThat(of("2001:db8:1:2::5", none).key()).isEqualTo(of("2001:db8:1:2:aaaa::9", none).key());
    assertThat(of("2001:db8:1:2::5", none).key()).isNotEqualTo(of("2001:db8:1:3::5", none).key());
    assertThat(of("192.0.2.7", none).key()).isNotEqualTo(of("192.0.2.8", none).key());
    assertThat(of("::ffff:192.0.2.7", none).key()).isEqualTo(of("192.0.2.7", none).key());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.1.1,true",
    "10.0.0.0/8,11.0.0.0,false",
    "192.0.2.128/25,192.0.2.129,true",
    "192.0.2.128/25,192.0.2.127,false",
    "192.0.2.1,192.0.2.1,true",
    "192.0.2.1,192.0.2.2,false",
    "0.0.0.0/0,8.8.8.8,true",
    "0.0.0.0/0,::1,false",
    "2001:db8::/33,2001:db8:7fff::1,true",
    "2001:db8::/33,2001:db8:8000::1,false"
  })
  void aBlockContainsItsAddresses(String block, String address, boolean inside) {
    assertThat(Network.parse(block).contains(Network.address(address))).isEqualTo(inside);
  }

  private Client of(String peer, MultiMap headers) {
    return addresses.of(SocketAddress.inetSocketAddress(1234, peer), headers);
  }
}
