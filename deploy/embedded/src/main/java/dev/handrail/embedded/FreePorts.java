package dev.handrail.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports of the loopback interface that nobody listens on. */
public final class FreePorts {
  /**
   * Below the range that the system hands to outgoing connections: a server that was killed must
   * find its port free again, and not taken by a client which tried to reach it meanwhile.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;

  private static final Set<Integer> given = new HashSet<>();

  private FreePorts() {}

  /** A port that is free now and that this process has not been given before. */
  public static synchronized int next() {
    for (int attempt = 0; attempt < 2_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new CannotStart("There is no free port between " + LOWEST + " and " + HIGHEST + ".");
  }

  /** Whether a server could listen on this port of the loopback interface now. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
