package dev.handrail.local;

import dev.handrail.embedded.OwnSession;
import dev.handrail.embedded.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of the platform that was started. */
sealed interface Running {
  long pid();

  /** Completes with the exit code. */
  CompletableFuture<Integer> onExit();

  /** Ends it and frees what it held; also to be called for one that ended by itself. */
  void stop();

  /** PostgreSQL, which is stopped in its own way. */
  record Postgres(PostgresServer server) implements Running {
    @Override
    public long pid() {
      return server.pid();
    }

    @Override
    public CompletableFuture<Integer> onExit() {
      return server.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void stop() {
      server.close();
    }
  }

  /** A Java program of ours. */
  record Jvm(Process process, Duration patience) implements Running {

    /**
     * @param command without {@code java} itself
     * @param log where its output is appended
     * @param patience how long it may take to end before it is killed
     */
    static Jvm start(
        List<String> command, Map<String, String> environment, Path log, Duration patience)
        throws IOException {
      var line = new java.util.ArrayList<String>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(command);
      var builder =
          new ProcessBuilder(OwnSession.of(line))
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return new Jvm(builder.start(), patience);
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public CompletableFuture<Integer> onExit() {
      return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void stop() {
      process.destroy();
      try {
        process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        process.destroyForcibly();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
