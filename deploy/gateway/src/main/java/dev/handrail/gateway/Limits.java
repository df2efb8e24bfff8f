package dev.handrail.gateway;

import java.time.Duration;

/**
 * Sizes and patience of the gateway.
 *
 * @param target characters of a request line
 * @param headers bytes of all header lines of a request
 * @param body bytes of an ordinary request's body
 * @param upload bytes of an upload's body
 * @param bufferedBodies bytes of request bodies held in memory at one time
 * @param head until the head of a request is there, from its first byte on
 * @param bodyArrival until an ordinary body is there
 * @param connect until a connection to a service is there
 * @param retry before a service that could not be reached is tried once more
 * @param answer without a byte from or to a service before its answer is given up
 * @param idle without a byte before a client's connection is closed
 * @param drain that requests have to finish when the gateway stops
 */
record Limits(
    int target,
    int headers,
    long body,
    long upload,
    long bufferedBodies,
    Duration head,
    Duration bodyArrival,
    Duration connect,
    Duration retry,
    Duration answer,
    Duration idle,
    Duration drain) {

  static Limits standard(long body) {
    return new Limits(
        8 * 1024,
        16 * 1024,
        body,
        110L * 1024 * 1024,
        16L * 1024 * 1024,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        Duration.ofSeconds(60),
        Duration.ofSeconds(75),
        Duration.ofSeconds(10));
  }
}
