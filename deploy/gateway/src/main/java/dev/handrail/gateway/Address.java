package dev.handrail.gateway;

/**
 * Where something listens.
 *
 * @param host a name or an address; an IPv6 address without brackets
 */
record Address(String host, int port) {

  /** As a Host header writes it. */
  String authority() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
