package dev.handrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the system that make the load: wrk and pgbench. */
final class Programs {

  private Programs() {}

  /** Where a program is; a bench without it says what to install. */
  static String find(String name, String debianPackage) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "/usr/bin" : path).split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new BenchProblem(
                    name + " is needed to measure; install the package " + debianPackage + "."));
  }

  /** Runs to the end and returns what was printed; anything but exit code 0 is a problem. */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new BenchProblem(command.getFirst() + " ended with " + code + ": " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchProblem("The bench was interrupted.");
    }
  }
}
