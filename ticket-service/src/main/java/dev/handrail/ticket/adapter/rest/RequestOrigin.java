package dev.handrail.ticket.adapter.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.RequestScoped;

/** Where the request at hand came from, for the history. */
@RequestScoped
class RequestOrigin {

  private final HttpServerRequest request;
  private final TrustedProxies proxies;

  RequestOrigin(HttpServerRequest request, TrustedProxies proxies) {
    this.request = request;
    this.proxies = proxies;
  }

  /**
   * Way in, client's address and request id, such as {@code api 203.0.113.7 4f2c…}. The address is
   * the gateway's word; the request id may be one that the caller chose.
   */
  String describe() {
    SocketAddress peer = request.remoteAddress();
    String address =
        proxies.client(
            peer == null ? null : peer.hostAddress(), request.headers().getAll("X-Forwarded-For"));
    String id = request.response().headers().get("X-Request-Id");
    return "api " + (address == null ? "unknown" : address) + (id == null ? "" : " " + id);
  }
}
