package dev.handrail.local;

import dev.handrail.embedded.OwnSession;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a supervisor in the background and shows its progress until everything is up. */
final class Detached {
  private final Path root;
  private final DataFolder folder;
  private final int port;
  private final PrintStream out;

  Detached(Path root, DataFolder folder, int port, PrintStream out) {
    this.root = root;
    this.folder = folder;
    this.port = port;
    this.out = out;
  }

  /**
   * @throws Refusal if it does not come up; the supervisor has said why by then
   */
  void start() throws IOException, InterruptedException {
    folder.prepare();
    // One file per attempt: a second start must not disturb what the first one still writes.
    Path console = Files.createTempFile(folder.run(), "start-", ".out");
    try {
      Process supervisor =
          new ProcessBuilder(OwnSession.of(command()))
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
              .start();
      // Giving up here means giving up altogether.
      var cancel = new Thread(supervisor::destroy, "cancel-start");
      Runtime.getRuntime().addShutdownHook(cancel);
      int shown = 0;
      while (true) {
        boolean ended = supervisor.waitFor(200, TimeUnit.MILLISECONDS);
        String all = Files.readString(console, StandardCharsets.UTF_8);
        String complete = all.substring(0, all.lastIndexOf('\n') + 1);
        out.print(complete.substring(shown));
        out.flush();
        shown = complete.length();
        if (ended) {
          Runtime.getRuntime().removeShutdownHook(cancel);
          throw new Refusal("Handrail did not start.");
        }
        if (complete.contains(Summary.LAST_WORDS)) {
          Runtime.getRuntime().removeShutdownHook(cancel);
          return;
        }
      }
    } finally {
      Files.deleteIfExists(console);
    }
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dhandrail.root=" + root));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(
        List.of("supervise", "--port", String.valueOf(port), "--data", folder.path().toString()));
    return command;
  }
}
