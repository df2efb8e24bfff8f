package dev.handrail.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the logs of a run. */
final class Logs {
  private static final int LINES = 100;
  private static final long MOST_BYTES = 256 * 1024;

  private Logs() {}

  /** The last line that says something, as a sentence. */
  static String lastWords(Path log) {
    try {
      String last =
          lastOf(newest(log)).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
              .reduce("it said nothing", (first, second) -> second)
              .strip();
      return last.endsWith(".") ? last : last + ".";
    } catch (IOException e) {
      return "it said nothing.";
    }
  }

  /**
   * Prints the newest lines of one log or of all.
   *
   * @param follow go on with what is added, until the process is ended
   */
  static void show(DataFolder folder, @Nullable String service, boolean follow, PrintStream out) {
    try {
      Map<String, Path> logs = logs(folder, service);
      var shown = new LinkedHashMap<Path, Long>();
      for (var log : logs.entrySet()) {
        if (logs.size() > 1) {
          out.println("==> " + log.getKey() + " <==");
        }
        Piece newest = newest(log.getValue());
        shown.put(log.getValue(), newest.end());
        lastOf(newest).forEach(out::println);
      }
      while (follow) {
        for (var log : logs.entrySet()) {
          Piece more = added(log.getValue(), shown.getOrDefault(log.getValue(), 0L));
          shown.put(log.getValue(), more.end());
          more.text()
              .lines()
              .forEach(line -> out.println(logs.size() > 1 ? log.getKey() + " | " + line : line));
        }
        out.flush();
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    } catch (IOException e) {
      throw new Refusal("The logs cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static Map<String, Path> logs(DataFolder folder, @Nullable String service)
      throws IOException {
    var all = new LinkedHashMap<String, Path>();
    if (Files.isDirectory(folder.logs())) {
      try (Stream<Path> files = Files.list(folder.logs())) {
        for (Path file : files.sorted().toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.endsWith(".log")) {
            all.put(name.substring(0, name.length() - ".log".length()), file);
          }
        }
      }
    }
    if (all.isEmpty()) {
      throw new Refusal("There are no logs in " + folder.logs() + ".");
    }
    if (service == null) {
      return all;
    }
    for (String name : List.of(service, service + "-service")) {
      Path log = all.get(name);
      if (log != null) {
        return Map.of(name, log);
      }
    }
    throw new Refusal(
        "There is no log of \""
            + service
            + "\"; there are "
            + String.join(", ", all.keySet())
            + ".");
  }

  /** Complete lines of a log, and where the next one begins. */
  private record Piece(String text, long end) {}

  private static Piece newest(Path log) throws IOException {
    return added(log, Math.max(0, Files.size(log) - MOST_BYTES));
  }

  private static List<String> lastOf(Piece piece) {
    List<String> lines = piece.text().lines().toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }

  /** What follows the position; a line that is still being written waits for its end. */
  private static Piece added(Path log, long from) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length() - from;
      if (length <= 0) {
        // Nothing new; or the log was set aside and begins again.
        return new Piece("", Math.min(from, file.length()));
      }
      file.seek(from);
      byte[] bytes = new byte[(int) Math.min(length, MOST_BYTES)];
      file.readFully(bytes);
      int complete = bytes.length;
      while (complete > 0 && bytes[complete - 1] != '\n') {
        complete--;
      }
      return new Piece(new String(bytes, 0, complete, StandardCharsets.UTF_8), from + complete);
    }
  }
}
