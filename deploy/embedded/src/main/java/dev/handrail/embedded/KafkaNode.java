package dev.handrail.embedded;

import java.nio.file.Path;

/** Runs one Kafka node as a process of its own until it is told to end. */
public final class KafkaNode {
  private KafkaNode() {}

  /**
   * @param arguments the data folder and the port
   */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("Usage: KafkaNode DATA_FOLDER PORT");
      System.exit(2);
    }
    try {
      KafkaServer server = KafkaServer.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "kafka-stop"));
      Topics.createAll(server.bootstrapServers());
      System.out.println("Kafka takes requests on " + server.bootstrapServers());
      server.awaitShutdown();
    } catch (CannotStart e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
