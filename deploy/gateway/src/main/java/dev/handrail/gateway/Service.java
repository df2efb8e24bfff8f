package dev.handrail.gateway;

/**
 * A service behind the gateway.
 *
 * @param name as in the routing table, {@code ticket-service}
 * @param api where its {@code /api/v1} is served
 * @param management where its OpenAPI document is served; no request of a client is sent there
 */
record Service(String name, Address api, Address management) {

  /** What its own absolute URLs begin with; they mean nothing outside. */
  String origin() {
    return "http://" + api.authority();
  }
}
