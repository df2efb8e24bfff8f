package dev.handrail.gateway;

import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * Finds the address that a request came from. {@code X-Forwarded-For} counts only when the
 * connection comes from a trusted proxy, and is then read from its end: the last address that no
 * trusted proxy has is the client's; what stands before it, the client may have invented.
 */
final class ClientAddresses {
  private static final byte[] UNKNOWN = {0, 0, 0, 0};

  private final List<Network> trusted;

  ClientAddresses(List<Network> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  Client of(SocketAddress peer, MultiMap headers) {
    String text = peer.hostAddress();
    byte[] address = text == null ? null : Network.address(text);
    if (address == null) {
      address = UNKNOWN;
    }
    if (trusted.isEmpty() || !isTrusted(address)) {
      return new Client(NetUtil.bytesToIpAddress(address), key(address), false, false);
    }
    List<String> hops = headers.getAll("X-Forwarded-For");
    for (int i = hops.size() - 1; i >= 0; i--) {
      String[] parts = hops.get(i).split(",", -1);
      for (int j = parts.length - 1; j >= 0; j--) {
        byte[] hop = Network.address(parts[j].strip());
        if (hop == null) {
          return behindProxy(address, headers);
        }
        address = hop;
        if (!isTrusted(hop)) {
          return behindProxy(address, headers);
        }
      }
    }
    return behindProxy(address, headers);
  }

  private static Client behindProxy(byte[] address, MultiMap headers) {
    return new Client(
        NetUtil.bytesToIpAddress(address),
        key(address),
        true,
        "https".equalsIgnoreCase(headers.get("X-Forwarded-Proto")));
  }

  private boolean isTrusted(byte[] address) {
    for (Network network : trusted) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** IPv4 addresses lie in the block ::ffff:0:0, where no IPv6 client has its first half. */
  private static long key(byte[] address) {
    long key = address.length == 4 ? 0xFFFFL : 0;
    for (int i = 0; i < Math.min(8, address.length); i++) {
      key = key << 8 | (address[i] & 0xFF);
    }
    return key;
  }
}
