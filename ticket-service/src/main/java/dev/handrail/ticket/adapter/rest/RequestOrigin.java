package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
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
    String address = proxies.clientOf(request);
    String id = request.response().headers().get("X-Request-Id");
    return "api " + (address == null ? "unknown" : address) + (id == null ? "" : " " + id);
  }
}
