package dev.handrail.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * What a run tells about itself in {@code platform.json}. It holds no secret.
 *
 * @param state {@code starting}, {@code ready} or {@code stopping}
 * @param supervisor the process that watches the others
 * @param postgresPort 0 until known
 */
record RunState(
    String state,
    long supervisor,
    String gatewayUrl,
    int postgresPort,
    int kafkaPort,
    Map<String, Service> services) {
  static final String STARTING = "starting";
  static final String READY = "ready";
  static final String STOPPING = "stopping";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Where a service answers. */
  record Service(String url, String managementUrl) {}

  RunState {
    services = Map.copyOf(services);
  }

  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    JSON.writeValue(fresh.toFile(), this);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * @throws Refusal if the file is there and makes no sense
   */
  static Optional<RunState> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), RunState.class));
    } catch (IOException e) {
      throw new Refusal(file + " cannot be read; delete it and start again.", e);
    }
  }
}
