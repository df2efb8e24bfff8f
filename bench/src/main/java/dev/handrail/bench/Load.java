package dev.handrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kind of request as a script for wrk, and its runs. */
final class Load {

  /**
   * What one run gave.
   *
   * @param perSecond answered requests per second
   * @param p50 median latency, milliseconds
   * @param p99 99th percentile, milliseconds
   * @param requests all that were answered
   * @param failed answers other than 2xx, and socket errors
   */
  record Result(double perSecond, double p50, double p99, long requests, long failed) {}

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern COUNT = Pattern.compile("(\\d+) requests in");
  private static final Pattern NOT_2XX = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern SOCKET =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  private final String wrk;
  private final Path script;

  /**
   * @param lua body of a wrk script; it may use {@code stamp}, a text that differs per thread and
   *     run
   */
  Load(Path folder, String name, String lua) {
    this.wrk = Programs.find("wrk", "wrk");
    this.script = folder.resolve(name + ".lua");
    try {
      Files.writeString(script, PRELUDE + lua);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String PRELUDE =
      """
      local counter = 0
      function setup(thread)
        counter = counter + 1
        thread:set("thread_number", counter)
      end
      function init(args)
        math.randomseed(os.time() * 100 + thread_number)
        stamp = os.time() .. "-" .. thread_number .. "-" .. math.random(1000000)
        n = 0
      end
      """;

  Result run(String url, int clients, int seconds) {
    String printed =
        Programs.run(
            List.of(
                wrk,
                "-t" + Math.min(2, clients),
                "-c" + clients,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "--latency",
                "-s",
                script.toString(),
                url));
    long failed = number(NOT_2XX, printed);
    Matcher socket = SOCKET.matcher(printed);
    if (socket.find()) {
      for (int i = 1; i <= 4; i++) {
        failed += Long.parseLong(socket.group(i));
      }
    }
    Matcher rate = RATE.matcher(printed);
    if (!rate.find()) {
      throw new BenchProblem("wrk printed no rate: " + printed);
    }
    return new Result(
        Double.parseDouble(rate.group(1)),
        latency("50%", printed),
        latency("99%", printed),
        number(COUNT, printed),
        failed);
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static double latency(String percentile, String text) {
    Matcher matcher =
        Pattern.compile("\\s" + percentile + "\\s+([0-9.]+)(us|ms|s|m)\\b").matcher(text);
    if (!matcher.find()) {
      throw new BenchProblem("wrk printed no " + percentile + " latency: " + text);
    }
    double value = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "us" -> value / 1000;
      case "ms" -> value;
      case "s" -> value * 1000;
      default -> value * 60_000;
    };
  }
}
