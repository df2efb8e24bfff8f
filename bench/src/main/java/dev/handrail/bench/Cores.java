package dev.handrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the machine's cores did since it started, from the first line of proc_stat(5).
 *
 * @param all in ticks of all cores together
 * @param idle of these, with nothing to run
 * @param stolen of these, wanted here and given by the host to others
 */
record Cores(long all, long idle, long stolen) {

  static Cores now() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      long[] ticks =
          Arrays.stream(lines.findFirst().orElseThrow().split(" +"))
              .skip(1)
              // What guests used is in the user time already.
              .limit(8)
              .mapToLong(Long::parseLong)
              .toArray();
      return new Cores(Arrays.stream(ticks).sum(), ticks[3] + ticks[4], ticks[7]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sentence on what they did since an earlier moment. */
  String since(Cores earlier) {
    double total = Math.max(1, all - earlier.all);
    return String.format(
        Locale.ROOT,
        "Meanwhile the cores were idle for %.0f %% of the time, and the host gave %.0f %% to others.",
        100 * (idle - earlier.idle) / total,
        100 * (stolen - earlier.stolen) / total);
  }
}
