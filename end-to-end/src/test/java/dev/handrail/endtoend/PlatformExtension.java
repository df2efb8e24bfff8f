package dev.handrail.endtoend;

import dev.handrail.embedded.Folders;
import dev.handrail.local.Platform;
import dev.handrail.local.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one platform of this run: started when the first test wants it, closed after the
 * last. Its folder stays in {@code target} for whoever wants to read its logs.
 */
final class PlatformExtension implements ParameterResolver {
  /** A web origin that the gateway of the tests lets call. */
  static final String ORIGIN = "https://help.example.org";

  /** Processes that are killed after a minute would spend most of it on compiling for an hour. */
  private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

  private static final Path FOLDER = Path.of("target", "platform").toAbsolutePath();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Platforms.class
        || parameter.getParameter().getType() == Platform.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Platforms platforms =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .computeIfAbsent(Platforms.class, _ -> new Platforms(), Platforms.class);
    return parameter.getParameter().getType() == Platforms.class ? platforms : platforms.current();
  }

  /** The platform, and the way to start it anew on what it has kept. */
  static final class Platforms implements AutoCloseable {
    private Platform platform;

    private Platforms() {
      stopLeftovers();
      deleteAll();
      Training.makeCaches(System.out::println);
      platform = start();
    }

    /** The running one. */
    synchronized Platform current() {
      return platform;
    }

    /** Stops everything and starts again on the same data. */
    synchronized Platform restart() {
      platform.close();
      platform = start();
      return platform;
    }

    private static Platform start() {
      return Platform.start(
          Platform.Options.in(FOLDER)
              .withJvmFlags(SHORT_LIVED)
              .withEnvironment(
                  Map.of(
                      "HANDRAIL_GATEWAY_CORS_ORIGINS",
                      ORIGIN,
                      // Agents of the tests say that they are available once and no more.
                      "HANDRAIL_AVAILABILITY_LEASE",
                      "1h")));
    }

    /** A test run that was killed leaves its processes behind; they would keep their ports. */
    private static void stopLeftovers() {
      if (!Files.exists(FOLDER)) {
        return;
      }
      try {
        Process stop =
            new ProcessBuilder(
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.handrail.local.Main",
                        "stop",
                        "--data",
                        FOLDER.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!stop.waitFor(60, TimeUnit.SECONDS)) {
          stop.destroyForcibly();
        }
      } catch (IOException e) {
        throw new IllegalStateException("What an earlier run left cannot be stopped.", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static void deleteAll() {
      try {
        Folders.delete(FOLDER);
      } catch (IOException e) {
        throw new IllegalStateException("The last run's folder cannot be emptied.", e);
      }
    }

    @Override
    public synchronized void close() {
      platform.close();
    }
  }
}
