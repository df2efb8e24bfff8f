package dev.handrail.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one Kafka node as a process of its own until it is told to end. */
public final class KafkaNode {
  private KafkaNode() {}

  /**
   * @param arguments the data folder, the port, and a file that is made as soon as the node takes
   *     requests and all topics are there
   */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("Usage: KafkaNode DATA_FOLDER PORT READY_FILE");
      System.exit(2);
    }
    try {
      Path ready = Path.of(arguments[2]);
      Files.deleteIfExists(ready);
      KafkaServer server = KafkaServer.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "kafka-stop"));
      Topics.createAll(server.bootstrapServers());
      Files.writeString(ready, ProcessHandle.current().pid() + "\n");
      System.out.println("Kafka takes requests on " + server.bootstrapServers());
      server.awaitShutdown();
    } catch (CannotStart e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("Kafka cannot write " + arguments[2] + ": " + e.getMessage() + ".");
      System.exit(1);
    }
  }
}
