package dev.handrail.local;

import dev.handrail.embedded.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the script {@code handrail} runs. Whatever goes wrong is told in a sentence, never as a
 * stack trace.
 */
public final class Main {
  /** As the init scripts of Unix have it. */
  private static final int NOT_RUNNING = 3;

  private final Path root;
  private final PrintStream out;

  private Main(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** The exit code. */
  static int run(List<String> line, PrintStream out, PrintStream err) {
    try {
      Command command = Command.parse(line);
      return new Main(ProjectRoot.find(), out).run(command);
    } catch (Refusal e) {
      err.println(e.getMessage());
      return e.exitCode();
    } catch (CannotStart e) {
      err.println(e.getMessage());
      return Refusal.CANNOT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Refusal.CANNOT;
    } catch (RuntimeException | IOException e) {
      err.println(unexpected(e));
      return Refusal.CANNOT;
    }
  }

  private static String unexpected(Exception fault) {
    String what = "The launcher met something it does not know: " + fault;
    try {
      Path report = Files.createTempFile("handrail-fault-", ".txt");
      try (var writer =
          new PrintWriter(
              Files.newBufferedWriter(report, StandardCharsets.UTF_8, StandardOpenOption.APPEND))) {
        fault.printStackTrace(writer);
      }
      return what + " (details are in " + report + ").";
    } catch (IOException e) {
      return what + ".";
    }
  }

  private int run(Command command) throws IOException, InterruptedException {
    switch (command) {
      case Command.Help _ -> out.print(Command.USAGE);
      case Command.Start(boolean detached, int port, Path data) -> {
        if (detached) {
          new Detached(root, folder(data), port, out).start();
        } else {
          supervise(port, folder(data));
        }
      }
      case Command.Supervise(int port, Path data) -> supervise(port, folder(data));
      case Command.Train _ -> Training.makeCaches(out::println);
      case Command.Stop(Path data) -> stop(folder(data));
      case Command.Status(Path data) -> {
        return status(folder(data));
      }
      case Command.Logs(String service, boolean follow, Path data) ->
          Logs.show(folder(data), service, follow, out);
      case Command.Token(TokenRequest request, Path data) -> token(request, folder(data));
      case Command.Demo(Path data) -> {
        DataFolder folder = folder(data);
        var demo = new Demo(running(folder), issuer(folder), FirstAdmin.in(folder.keys()), out);
        return demo.run() ? 0 : Refusal.CANNOT;
      }
    }
    return 0;
  }

  private DataFolder folder(@Nullable Path data) {
    return new DataFolder(data != null ? data : root.resolve(".handrail"));
  }

  /** Runs everything until this process is told to end. */
  private void supervise(int port, DataFolder folder) throws InterruptedException {
    Instant began = Instant.now();
    Platform platform =
        Platform.start(
            Platform.Options.in(folder.path()).withGatewayPort(port).withProgress(out::println));
    out.println();
    out.print(Summary.of(platform, root, Duration.between(began, Instant.now())));
    out.flush();
    platform.awaitClosed();
  }

  private void stop(DataFolder folder) {
    Optional<ProcessIdentity> supervisor = folder.pidFile(Platform.SUPERVISOR).living();
    supervisor.ifPresent(
        process -> {
          out.println("Stopping.");
          Leftovers.end(List.of(process), Duration.ofSeconds(90));
        });
    boolean any = Leftovers.stop(folder, out::println);
    folder.pidFile(Platform.SUPERVISOR).delete();
    out.println(
        supervisor.isPresent() || any ? "Handrail has stopped." : "Handrail is not running.");
  }

  private int status(DataFolder folder) {
    Optional<RunState> state = RunState.read(folder.state());
    boolean supervised = folder.pidFile(Platform.SUPERVISOR).living().isPresent();
    List<String> living =
        folder.marked().stream().filter(name -> folder.pidFile(name).living().isPresent()).toList();
    if (living.isEmpty() || state.isEmpty()) {
      out.println("Handrail is not running on " + folder.path() + ".");
      return NOT_RUNNING;
    }
    boolean allReady = Status.print(folder, state.get(), out);
    if (!supervised) {
      out.println();
      out.println(
          "Nobody watches these processes: the supervisor is gone. ./handrail stop ends them.");
    }
    return allReady && supervised ? 0 : Refusal.CANNOT;
  }

  private void token(TokenRequest request, DataFolder folder) {
    if (!Files.isDirectory(folder.path())) {
      throw new Refusal(
          "There is no run in "
              + folder.path()
              + "; ./handrail start makes one, --data names another.");
    }
    out.println(issuer(folder).token(request));
  }

  private static DevelopmentIssuer issuer(DataFolder folder) {
    return DevelopmentIssuer.in(folder.keys(), Clock.systemUTC());
  }

  private static RunState running(DataFolder folder) {
    RunState state = RunState.read(folder.state()).orElse(null);
    if (state == null || folder.pidFile(Platform.SUPERVISOR).living().isEmpty()) {
      throw new Refusal(
          "Handrail is not running on " + folder.path() + "; ./handrail start runs it.");
    }
    if (!state.state().equals(RunState.READY)) {
      throw new Refusal(
          "Handrail is " + state.state() + " on " + folder.path() + "; try again in a moment.");
    }
    return state;
  }
}
