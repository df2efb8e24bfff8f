package dev.handrail.gateway;

/**
 * Where requests of one kind go.
 *
 * @param service its name, whether or not it is configured
 */
record Route(String service, Kind kind) {

  /** How the bytes of a route behave. */
  enum Kind {
    /** A small body in, an answer out. */
    ORDINARY,
    /** A large body in, passed on while it arrives. */
    UPLOAD,
    /** An answer that never ends. */
    EVENTS,
    /** A connection that becomes a WebSocket. */
    SOCKET
  }
}
