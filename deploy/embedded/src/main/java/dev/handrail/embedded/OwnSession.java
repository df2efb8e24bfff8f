package dev.handrail.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a child process into a session of its own where the system has {@code setsid}: a Ctrl-C or
 * the end of the terminal then reaches only the parent, which stops its children in the right
 * order.
 */
public final class OwnSession {
  static final List<String> PREFIX =
      Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();

  private OwnSession() {}

  /** The same command line, in a session of its own; the process id stays that of the command. */
  public static List<String> of(List<String> command) {
    var all = new ArrayList<>(PREFIX);
    all.addAll(command);
    return all;
  }
}
