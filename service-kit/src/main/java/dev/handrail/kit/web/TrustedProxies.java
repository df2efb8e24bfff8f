package dev.handrail.kit.web;

import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address that a request came from. {@code X-Forwarded-For} counts only when the
 * connection comes from a proxy that is trusted to write it, and then only its last address, which
 * that proxy put there; anything before it, and the header of anybody else, may be invented.
 */
@ApplicationScoped
@Startup
public class TrustedProxies {

  /** Who is in front of this service. */
  @ConfigMapping(prefix = "handrail.origin")
  interface Config {
    /** Addresses or networks such as {@code 10.1.0.0/16} of the gateway's instances. */
    @WithDefault("127.0.0.0/8,::1")
    List<String> trustedProxies();
  }

  /** Literals of both families; keeps out what {@link InetAddress#ofLiteral} also takes. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]{1,44}");

  /** Addresses that share their first bits. */
  private record Network(InetAddress base, int bits) {
    static Network of(String text) {
      int slash = text.indexOf('/');
      InetAddress base = parse(slash < 0 ? text : text.substring(0, slash));
      if (base == null) {
        throw wrong(text);
      }
      int width = base.getAddress().length * 8;
      int bits = width;
      if (slash >= 0) {
        try {
          bits = Integer.parseInt(text.substring(slash + 1));
        } catch (NumberFormatException notOne) {
          throw wrong(text);
        }
      }
      if (bits < 0 || bits > width) {
        throw wrong(text);
      }
      return new Network(base, bits);
    }

    private static IllegalStateException wrong(String text) {
      return new IllegalStateException(
          "handrail.origin.trusted-proxies names " + text + ", which is no address or network.");
    }

    boolean contains(InetAddress address) {
      byte[] own = base.getAddress();
      byte[] other = address.getAddress();
      if (own.length != other.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> trusted;

  TrustedProxies(Config config) {
    this.trusted = config.trustedProxies().stream().map(String::strip).map(Network::of).toList();
  }

  /** The address that this request came from, always written in the same way; null if unknown. */
  public @Nullable String clientOf(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    return client(
        peer == null ? null : peer.hostAddress(), request.headers().getAll("X-Forwarded-For"));
  }

  /**
   * The client's address, always written in the same way; null when it is not known.
   *
   * @param peer the other end of the connection
   * @param forwarded all values of {@code X-Forwarded-For}, in order
   */
  public @Nullable String client(@Nullable String peer, List<String> forwarded) {
    InetAddress address = peer == null ? null : parse(peer);
    if (address == null) {
      return null;
    }
    if (!forwarded.isEmpty() && trusted.stream().anyMatch(network -> network.contains(address))) {
      String last = forwarded.getLast();
      InetAddress client = parse(last.substring(last.lastIndexOf(',') + 1).strip());
      if (client != null) {
        return client.getHostAddress();
      }
    }
    return address.getHostAddress();
  }

  /** An address as it is written in origins; null for a text that is none. */
  public static @Nullable String address(String text) {
    InetAddress address = parse(text);
    return address == null ? null : address.getHostAddress();
  }

  private static @Nullable InetAddress parse(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
