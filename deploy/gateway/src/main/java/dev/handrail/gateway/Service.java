package dev.handrail.gateway;

import io.vertx.core.net.HostAndPort;

/**
 * A service behind the gateway.
 *
 * @param name as in the routing table, {@code ticket-service}
 * @param api where its {@code /api/v1} is served
 * @param management where its OpenAPI document is served; no request of a client is sent there
 */
record Service(String name, HostAndPort api, HostAndPort management) {

  /** As its Host header names it. */
  String authority() {
    return (api.host().indexOf(':') < 0 ? api.host() : "[" + api.host() + "]") + ":" + api.port();
  }

  /** What its own absolute URLs begin with; they mean nothing outside. */
  String origin() {
    return "http://" + authority();
  }
}
