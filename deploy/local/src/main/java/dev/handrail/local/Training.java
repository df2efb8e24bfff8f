package dev.handrail.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.embedded.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs the platform once on a folder of its own, as if people used it, so that every program's JVM
 * writes an {@link AotCaches AOT cache} of what it learnt. What the platform answers meanwhile does
 * not matter here.
 */
public final class Training {
  private static final int CALLERS = 4;
  private static final Duration LOAD = Duration.ofSeconds(20);

  private final Path root;
  private final Path folder;
  private final Consumer<String> progress;

  private Training(Path root, Path folder, Consumer<String> progress) {
    this.root = root;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Makes the caches of the checkout around the working directory, unless they are fresh.
   *
   * @throws Refusal if the platform does not start, or a program wrote no cache
   */
  public static void makeCaches(Consumer<String> progress) {
    Path root = ProjectRoot.find();
    if (AotCaches.of(root).areFresh(root)) {
      return;
    }
    progress.accept("Training the JVMs once for what was built; every start is faster for it.");
    try {
      Path folder = Files.createTempDirectory("handrail-training");
      new Training(root, folder, progress).run();
      // Of a run that failed it stays: what is said then names its logs.
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("Interrupted while training.", e);
    }
  }

  private void run() throws IOException, InterruptedException {
    Platform.Options options =
        Platform.Options.in(folder)
            .withEnvironment(Map.of("HANDRAIL_GATEWAY_RATE", "0"))
            .withProgress(progress)
            .asTraining();
    try (Platform platform = Platform.start(options)) {
      use(platform);
      progress.accept("Keeping what they learnt.");
    }
    AotCaches made = new AotCaches(folder);
    AotCaches kept = AotCaches.of(root);
    Files.createDirectories(kept.folder());
    for (String program : AotCaches.programs()) {
      if (!Files.exists(made.file(program))) {
        throw new Refusal(
            "%s wrote no AOT cache; its last words: %s"
                .formatted(program, Logs.lastWords(new DataFolder(folder).log(program))));
      }
      // First beside the old one, then in its place: nobody starts with half of it.
      Path whole = kept.folder().resolve(program + ".aot.new");
      Files.copy(made.file(program), whole, StandardCopyOption.REPLACE_EXISTING);
      Files.move(whole, kept.file(program), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void use(Platform platform) throws IOException, InterruptedException {
    var data = new DataFolder(folder);
    RunState state = RunState.read(data.state()).orElseThrow();
    var issuer = DevelopmentIssuer.in(data.keys(), Clock.systemUTC());
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Instant until = Instant.now().plus(LOAD);
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS + 1)) {
      List<Callable<Boolean>> all = new ArrayList<>();
      all.add(new Demo(state, issuer, FirstAdmin.in(data.keys()), nowhere)::run);
      for (int i = 0; i < CALLERS; i++) {
        String customer = platform.token("customer", "training-" + i, "bookings");
        String agent = platform.token("support_agent", "training-agent-" + i, "bookings");
        all.add(
            () -> {
              var api = new DemoApi(platform.gatewayUrl());
              while (Instant.now().isBefore(until)) {
                live(api, customer, agent);
              }
              return true;
            });
      }
      for (Future<Boolean> one : callers.invokeAll(all)) {
        try {
          one.get();
        } catch (ExecutionException e) {
          // On a slow machine a call may take too long; what was done until then is learnt.
          if (!(e.getCause() instanceof IOException)) {
            throw new Refusal("The training run broke off: " + e.getCause() + ".", e);
          }
        }
      }
    }
  }

  /** A ticket's life, with what people look at meanwhile. */
  private static void live(DemoApi api, String customer, String agent)
      throws IOException, InterruptedException {
    JsonNode opened =
        api.call(
                customer,
                "POST",
                "/tickets",
                """
                {"subject": "The cleaner did not come", "description": "I waited from nine to eleven.", "category": "booking", "source": "web"}""")
            .json();
    String ticket = "/tickets/" + opened.path("id").asText();
    api.call(customer, "GET", ticket, null);
    api.call(agent, "GET", "/tickets?status=open&limit=20", null);
    api.call(agent, "PUT", ticket + "/assignee", "{\"agentId\": \"me\"}");
    api.call(agent, "POST", ticket + "/messages", "{\"text\": \"Which address was it?\"}");
    api.call(customer, "POST", ticket + "/messages", "{\"text\": \"Elm Street 4.\"}");
    api.call(customer, "GET", ticket + "/messages", null);
    api.call(agent, "GET", ticket + "/sla", null);
    api.call(agent, "GET", "/tickets?q=cleaner&limit=20", null);
    api.call(
        agent, "POST", ticket + "/close", "{\"type\": \"solved\", \"summary\": \"A new date.\"}");
    api.call(customer, "GET", "/notifications?limit=20", null);
    api.call(customer, "GET", "/tickets?limit=20", null);
  }
}
