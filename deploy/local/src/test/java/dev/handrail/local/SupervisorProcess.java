package dev.handrail.local;

import java.nio.file.Path;
import java.util.List;

/** A supervisor in a JVM of its own, which the test kills. */
final class SupervisorProcess {
  private SupervisorProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Platform platform =
        Platform.start(Platform.Options.in(Path.of(arguments[0])).withServices(List.of()));
    System.out.println(platform.pid(Platform.POSTGRES) + " " + platform.pid(Platform.KAFKA));
    platform.awaitClosed();
  }
}
