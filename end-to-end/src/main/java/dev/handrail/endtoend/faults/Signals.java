package dev.handrail.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes by their number. */
public final class Signals {
  private Signals() {}

  /** Ends the process without a chance to do anything more. */
  public static void kill(long pid) {
    send("KILL", pid);
  }

  /** Freezes the process where it stands. */
  public static void freeze(long pid) {
    send("STOP", pid);
  }

  /** Lets a frozen process go on as if nothing had been. */
  public static void thaw(long pid) {
    send("CONT", pid);
  }

  private static void send(String signal, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
      int code = kill.waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
