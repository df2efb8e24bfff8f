package dev.handrail.ticket.adapter.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.RequestScoped;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the request at hand came from, for the history. */
@RequestScoped
class RequestOrigin {

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private final HttpServerRequest request;

  RequestOrigin(HttpServerRequest request) {
    this.request = request;
  }

  /** Way in, client's address and request id, such as {@code http 203.0.113.7 4f2c…}. */
  String describe() {
    String id = request.response().headers().get("X-Request-Id");
    return "http " + clientAddress() + (id == null ? "" : " " + id);
  }

  /**
   * The peer's address; where the peer is on a private network, so can be the gateway, the last one
   * it put into {@code X-Forwarded-For}. Earlier ones are the client's own word.
   */
  private String clientAddress() {
    SocketAddress peer = request.remoteAddress();
    String address = peer == null ? null : peer.hostAddress();
    if (address == null || !ADDRESS.matcher(address).matches()) {
      return "unknown";
    }
    String forwarded = lastForwarded(request.getHeader("X-Forwarded-For"));
    return forwarded != null && isPrivate(address) ? forwarded : address;
  }

  private static @Nullable String lastForwarded(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String last = header.substring(header.lastIndexOf(',') + 1).strip();
    return ADDRESS.matcher(last).matches() ? last : null;
  }

  private static boolean isPrivate(String address) {
    InetAddress peer = InetAddress.ofLiteral(address);
    return peer.isLoopbackAddress() || peer.isSiteLocalAddress() || isUniqueLocal(peer);
  }

  /** fc00::/7, the private addresses of IPv6 (RFC 4193). */
  private static boolean isUniqueLocal(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
  }
}
