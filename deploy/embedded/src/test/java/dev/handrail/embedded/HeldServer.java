package dev.handrail.embedded;

import java.nio.file.Path;

/** Starts PostgreSQL in a JVM of its own, which the test kills. */
final class HeldServer {
  private HeldServer() {}

  public static void main(String[] arguments) throws InterruptedException {
    PostgresServer server = PostgresServer.start(Path.of(arguments[0]), 0);
    server.createDatabase("held");
    System.out.println(server.pid());
    Thread.currentThread().join();
  }
}
