package dev.handrail.local;

import dev.handrail.embedded.CannotStart;
import dev.handrail.embedded.FolderLock;
import dev.handrail.embedded.FreePorts;
import dev.handrail.embedded.KafkaNode;
import dev.handrail.embedded.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The running platform: PostgreSQL, Kafka, the services and the gateway, each a process of its own,
 * watched by this JVM, which starts again whatever ends. Everything listens on the loopback
 * interface.
 */
public final class Platform implements AutoCloseable {
  /** The name of the PostgreSQL process. */
  public static final String POSTGRES = "postgres";

  /** The name of the Kafka process. */
  public static final String KAFKA = "kafka";

  /** The name of the gateway process. */
  public static final String GATEWAY = "gateway";

  /** The process that watches the others: this JVM. */
  static final String SUPERVISOR = "supervisor";

  /** The {@code iss} of agents' tokens. */
  private static final String AGENTS_ISSUER = "handrail-agents";

  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** Longer than any service takes to let its requests finish. */
  private static final Duration STOPPING = Duration.ofSeconds(25);

  private static final Duration WRITING_CACHES = Duration.ofMinutes(5);

  /** So many ends in a row while starting mean that it cannot run. */
  private static final int HOPELESS = 3;

  /** The same for every JVM of ours: small heaps, and no growth of native memory by arenas. */
  private static final List<String> SMALL_JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:+ExitOnOutOfMemoryError");

  private static final List<String> QUIET_JVM =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /**
   * How to run it.
   *
   * @param projectRoot the checkout whose jars are run
   * @param dataFolder where this run keeps everything; made if it is not there
   * @param gatewayPort 0 takes a free one
   * @param services the services to run, by name; none means no gateway either
   * @param environment more variables for the services and the gateway
   * @param jvmFlags more flags for the services' JVMs
   * @param training whether its JVMs write {@link AotCaches} into the data folder when they end
   * @param progress takes lines for whoever waits
   */
  public record Options(
      Path projectRoot,
      Path dataFolder,
      int gatewayPort,
      List<String> services,
      Map<String, String> environment,
      List<String> jvmFlags,
      boolean training,
      Consumer<String> progress) {
    public Options {
      services = List.copyOf(services);
      environment = Map.copyOf(environment);
      jvmFlags = List.copyOf(jvmFlags);
    }

    /** Everything, from the checkout around the working directory, on a free port, in silence. */
    public static Options in(Path dataFolder) {
      return new Options(
          ProjectRoot.find(),
          dataFolder,
          0,
          ServiceKind.names(),
          Map.of(),
          List.of(),
          false,
          line -> {});
    }

    public Options withGatewayPort(int port) {
      return new Options(
          projectRoot, dataFolder, port, services, environment, jvmFlags, training, progress);
    }

    public Options withServices(List<String> names) {
      return new Options(
          projectRoot, dataFolder, gatewayPort, names, environment, jvmFlags, training, progress);
    }

    public Options withEnvironment(Map<String, String> variables) {
      return new Options(
          projectRoot, dataFolder, gatewayPort, services, variables, jvmFlags, training, progress);
    }

    public Options withJvmFlags(List<String> flags) {
      return new Options(
          projectRoot, dataFolder, gatewayPort, services, environment, flags, training, progress);
    }

    public Options withProgress(Consumer<String> listener) {
      return new Options(
          projectRoot,
          dataFolder,
          gatewayPort,
          services,
          environment,
          jvmFlags,
          training,
          listener);
    }

    Options asTraining() {
      return new Options(
          projectRoot, dataFolder, gatewayPort, services, environment, jvmFlags, true, progress);
    }
  }

  /** Where one service process answers. */
  private record Addresses(ServiceKind kind, int port, int managementPort) {
    String url() {
      return "http://127.0.0.1:" + port;
    }

    String managementUrl() {
      return "http://127.0.0.1:" + managementPort;
    }
  }

  private final Options options;
  private final DataFolder folder;
  private final FolderLock lock;
  private final DevelopmentIssuer issuer;
  private final ServiceKeys serviceKeys;
  private final KeyFile agentTokens;
  private final FirstAdmin firstAdmin;
  private final String cursorSecret;
  private final String auditSecret;
  private final int postgresPort = FreePorts.next();
  private final int kafkaPort = FreePorts.next();
  private final int gatewayPort;
  private final Map<String, Addresses> addresses =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /** In the order of starting; stopped the other way round. */
  private final Map<String, Supervised> processes =
      Collections.synchronizedMap(new LinkedHashMap<>());

  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Instant began = Instant.now();
  private volatile @Nullable PostgresServer postgres;
  private volatile @Nullable Thread atExit;

  private Platform(
      Options options,
      DataFolder folder,
      FolderLock lock,
      DevelopmentIssuer issuer,
      String cursorSecret,
      String auditSecret) {
    this.serviceKeys = ServiceKeys.in(folder.keys());
    this.agentTokens = KeyFile.of(folder.keys().resolve("agent-tokens.key"));
    this.firstAdmin = FirstAdmin.in(folder.keys());
    this.options = options;
    this.folder = folder;
    this.lock = lock;
    this.issuer = issuer;
    this.cursorSecret = cursorSecret;
    this.auditSecret = auditSecret;
    this.gatewayPort = options.gatewayPort() == 0 ? FreePorts.next() : options.gatewayPort();
  }

  /**
   * Starts everything and returns when all of it is ready. Processes that a killed run left on the
   * folder are stopped first.
   *
   * @throws Refusal with a sentence that says what is in the way; nothing is left running then
   */
  public static Platform start(Options options) {
    var folder = new DataFolder(options.dataFolder());
    for (String service : options.services()) {
      ServiceKind kind = ServiceKind.named(service);
      if (!Files.exists(kind.jar(options.projectRoot()))) {
        throw new Refusal(
            kind.serviceName()
                + " is not built: "
                + kind.jar(options.projectRoot())
                + " is missing; ./handrail start builds it.");
      }
    }
    folder.prepare();
    FolderLock lock = takeLock(folder);
    Platform platform;
    try {
      Leftovers.stop(folder, options.progress());
      if (options.gatewayPort() != 0 && !FreePorts.isFree(options.gatewayPort())) {
        throw new Refusal(
            "Port %d is in use; choose another one, as in ./handrail start --port %d."
                .formatted(options.gatewayPort(), options.gatewayPort() + 1));
      }
      platform =
          new Platform(
              options,
              folder,
              lock,
              DevelopmentIssuer.in(folder.keys(), Clock.systemUTC()),
              SecretFiles.secret(folder.keys().resolve("cursor.secret")),
              SecretFiles.secret(folder.keys().resolve("audit.secret")));
    } catch (IOException e) {
      lock.close();
      throw new Refusal(
          "The data folder " + folder.path() + " cannot be used: " + e.getMessage() + ".", e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    platform.closeAtExit();
    try {
      folder.pidFile(SUPERVISOR).write(ProcessHandle.current().pid());
      platform.startAll();
      return platform;
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  private static FolderLock takeLock(DataFolder folder) {
    FolderLock lock;
    try {
      lock = FolderLock.tryTake(folder.run());
    } catch (CannotStart e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
    if (lock == null) {
      throw new Refusal(
          "Handrail already runs on %s; ./handrail status shows it, ./handrail stop ends it."
              .formatted(folder.path()));
    }
    return lock;
  }

  /** The entry point for everyone. */
  public String gatewayUrl() {
    return "http://127.0.0.1:" + gatewayPort;
  }

  /**
   * Where the API of a service answers directly.
   *
   * @param service as in {@code ticket-service}, {@code ticket}, or the name of a replica
   */
  public String serviceUrl(String service) {
    return addressesOf(service).url();
  }

  /** Where health, metrics and the OpenAPI document of a service are. */
  public String managementUrl(String service) {
    return addressesOf(service).managementUrl();
  }

  private Addresses addressesOf(String service) {
    Addresses known = addresses.get(service);
    if (known == null) {
      known = addresses.get(service + "-service");
    }
    if (known == null) {
      throw new IllegalArgumentException(
          service + " does not run; there are " + addresses.keySet());
    }
    return known;
  }

  /** All processes, in the order in which they were started. */
  public List<String> names() {
    synchronized (processes) {
      return List.copyOf(processes.keySet());
    }
  }

  /** The number of a process; empty while it is between two lives. */
  public OptionalLong livingPid(String process) {
    return supervised(process).pid();
  }

  /**
   * The number of a process.
   *
   * @throws IllegalStateException while it is between two lives
   */
  public long pid(String process) {
    return livingPid(process)
        .orElseThrow(() -> new IllegalStateException(process + " does not run at this moment"));
  }

  /** Host and port of Kafka for clients. */
  public String kafkaBootstrap() {
    return "127.0.0.1:" + kafkaPort;
  }

  /** Without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + database;
  }

  /** The owner of the databases. */
  public String databaseUser() {
    return running().user();
  }

  /** The owner's password. */
  public String databasePassword() {
    return running().password();
  }

  /** The port of PostgreSQL on 127.0.0.1. */
  public int databasePort() {
    return postgresPort;
  }

  private PostgresServer running() {
    PostgresServer server = postgres;
    if (server == null) {
      throw new IllegalStateException("PostgreSQL has not started yet");
    }
    return server;
  }

  /** Where this run keeps everything. */
  public Path dataFolder() {
    return folder.path();
  }

  /** The log of a process. */
  public Path log(String process) {
    return folder.log(process);
  }

  /** The admin that this run began with. */
  public FirstAdmin firstAdmin() {
    return firstAdmin;
  }

  /** A token for someone who speaks for an app; see {@link TokenRequest} for more. */
  public String token(String role, String subject, String app) {
    return token(TokenRequest.of(role, subject).withApp(app));
  }

  /** A token of the development issuer. */
  public String token(TokenRequest request) {
    return issuer.token(request);
  }

  /**
   * Starts one more process of a service on the same database and Kafka, and returns when it is
   * ready. The gateway keeps to the first one.
   *
   * @return its name, such as {@code ticket-service-2}
   */
  public String addReplica(String service) {
    ServiceKind kind = ServiceKind.named(service);
    String name;
    synchronized (processes) {
      int number = 2;
      while (processes.containsKey(kind.serviceName() + "-" + number)) {
        number++;
      }
      name = kind.serviceName() + "-" + number;
      addresses.put(name, new Addresses(kind, FreePorts.next(), FreePorts.next()));
      supervise(name, serviceLaunch(name));
    }
    awaitFirstReady(name, READY);
    writeState(RunState.READY);
    return name;
  }

  /**
   * Returns when all processes run and say that they are ready, as after one was killed.
   *
   * @throws Refusal if that does not happen in time
   */
  public void awaitReady(Duration longest) {
    Instant until = Instant.now().plus(longest);
    for (String name : names()) {
      while (!isReady(name)) {
        if (Instant.now().isAfter(until)) {
          throw notReady(name, longest);
        }
        pause();
      }
    }
  }

  /** Whether the process runs and says that it is ready. */
  public boolean isReady(String process) {
    return livingPid(process).isPresent() && readiness(process).getAsBoolean();
  }

  /** Returns when {@link #close()} is done, from whatever thread. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** Stops everything: gateway, services, Kafka, PostgreSQL. Safe to repeat. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    try {
      writeState(RunState.STOPPING);
      stopTogether(name -> name.equals(GATEWAY));
      stopTogether(name -> !name.equals(KAFKA) && !name.equals(POSTGRES));
      stopTogether(name -> name.equals(KAFKA));
      stopTogether(name -> true);
      Files.deleteIfExists(folder.state());
      Files.deleteIfExists(kafkaReady());
      folder.pidFile(SUPERVISOR).delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.close();
      forgetExitHook();
      closed.countDown();
    }
  }

  private void stopTogether(java.util.function.Predicate<String> which) {
    List<Thread> stops = new ArrayList<>();
    for (String name : names().reversed()) {
      if (which.test(name)) {
        stops.add(Thread.ofPlatform().start(supervised(name)::stop));
      }
    }
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeAtExit() {
    var thread =
        new Thread(
            () -> {
              if (!closing.get()) {
                options.progress().accept("Stopping.");
              }
              close();
            },
            "handrail-stop");
    Runtime.getRuntime().addShutdownHook(thread);
    atExit = thread;
  }

  private void forgetExitHook() {
    Thread hook = atExit;
    if (hook != null && hook != Thread.currentThread()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is ending already: the hook finds everything stopped.
      }
    }
  }

  private void startAll() {
    options.progress().accept("Handrail starts on " + folder.path());
    writeState(RunState.STARTING);
    supervise(POSTGRES, this::startPostgres);
    supervise(KAFKA, this::startKafka);
    awaitFirstReady(POSTGRES, READY);
    reportReady(POSTGRES);
    // Where each of them answers is known to all before the first one starts.
    for (String service : options.services()) {
      addresses.put(
          service, new Addresses(ServiceKind.named(service), FreePorts.next(), FreePorts.next()));
    }
    for (String service : options.services()) {
      supervise(service, serviceLaunch(service));
    }
    if (!options.services().isEmpty()) {
      supervise(GATEWAY, this::startGateway);
    }
    var waiting = new ArrayList<>(names());
    waiting.remove(POSTGRES);
    Instant until = Instant.now().plus(READY);
    while (!waiting.isEmpty()) {
      waiting.removeIf(this::becameReady);
      if (!waiting.isEmpty() && Instant.now().isAfter(until)) {
        throw notReady(waiting.getFirst(), READY);
      }
      pause();
    }
    writeState(RunState.READY);
  }

  private boolean becameReady(String name) {
    failIfHopeless(name);
    boolean ready = isReady(name);
    if (ready) {
      reportReady(name);
    }
    return ready;
  }

  private void awaitFirstReady(String name, Duration longest) {
    Instant until = Instant.now().plus(longest);
    while (!isReady(name)) {
      failIfHopeless(name);
      if (Instant.now().isAfter(until)) {
        throw notReady(name, longest);
      }
      pause();
    }
  }

  private void reportReady(String name) {
    options
        .progress()
        .accept(
            "  %-22s ready after %.1f s"
                .formatted(name, began.until(Instant.now(), ChronoUnit.MILLIS) / 1000.0));
  }

  private Refusal notReady(String name, Duration waited) {
    return new Refusal(
        "%s was not ready within %d s; its log is %s."
            .formatted(name, waited.toSeconds(), folder.log(name)));
  }

  /**
   * Gives up on what keeps ending before it was ever ready; afterwards nothing is ever given up.
   */
  private void failIfHopeless(String name) {
    if (closing.get()) {
      throw new Refusal("Stopped while starting.");
    }
    Supervised process = supervised(name);
    boolean hopeless =
        name.equals(POSTGRES) ? process.endings() > 0 : process.endings() >= HOPELESS;
    if (hopeless) {
      throw new Refusal(
          name.equals(POSTGRES)
              ? process.trouble().orElse("PostgreSQL does not start.")
              : "%s does not start: %s Its log is %s."
                  .formatted(name, Logs.lastWords(folder.log(name)), folder.log(name)));
    }
  }

  private BooleanSupplier readiness(String name) {
    return switch (name) {
      case POSTGRES -> () -> true;
      case KAFKA -> () -> Files.exists(kafkaReady()) && Probe.listens(kafkaPort);
      case GATEWAY -> () -> Probe.answers(gatewayUrl() + "/health");
      default -> () -> Probe.answers(managementUrl(name) + "/q/health/ready");
    };
  }

  private Supervised supervised(String name) {
    Supervised process = processes.get(name);
    if (process == null) {
      process = processes.get(name + "-service");
    }
    if (process == null) {
      throw new IllegalArgumentException(name + " is not running; there are " + names());
    }
    return process;
  }

  private void supervise(String name, Supervised.Launch launch) {
    var process = new Supervised(name, launch, folder.pidFile(name), this::logLine);
    synchronized (processes) {
      // Whoever closes sees it among the processes, or it is not started at all.
      if (closing.get()) {
        throw new Refusal("Stopped while starting.");
      }
      processes.put(name, process);
      process.start();
    }
  }

  private Running startPostgres() {
    PostgresServer server =
        PostgresServer.start(folder.postgres(), postgresPort, folder.log(POSTGRES));
    try {
      for (ServiceKind kind : ServiceKind.values()) {
        server.createDatabase(kind.database());
      }
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    postgres = server;
    return new Running.Postgres(server);
  }

  private Running startKafka() throws IOException {
    Files.deleteIfExists(kafkaReady());
    var command = new ArrayList<>(List.of("-Xmx256m"));
    command.addAll(SMALL_JVM);
    command.addAll(QUIET_JVM);
    command.addAll(learnt(KAFKA));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    command.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    command.addAll(List.of("-cp", classPath(), KafkaNode.class.getName()));
    command.add(folder.kafka().toString());
    command.add(String.valueOf(kafkaPort));
    command.add(kafkaReady().toString());
    return launch(command, jvmEnvironment(), KAFKA);
  }

  private Path kafkaReady() {
    return folder.run().resolve("kafka.ready");
  }

  private Running startGateway() throws IOException {
    var services = new ArrayList<String>();
    for (String service : options.services()) {
      Addresses at = addressesOf(service);
      services.add(at.kind().serviceName() + "=" + at.url() + "|" + at.managementUrl());
    }
    Map<String, String> environment = jvmEnvironment();
    environment.put("HANDRAIL_GATEWAY_HOST", "127.0.0.1");
    environment.put("HANDRAIL_GATEWAY_PORT", String.valueOf(gatewayPort));
    environment.put("HANDRAIL_GATEWAY_SERVICES", String.join(",", services));
    environment.putAll(options.environment());
    var command = new ArrayList<>(List.of("-Xmx96m"));
    command.addAll(SMALL_JVM);
    command.addAll(QUIET_JVM);
    command.addAll(learnt(GATEWAY));
    command.addAll(List.of("-cp", classPath(), "dev.handrail.gateway.Gateway"));
    return launch(command, environment, GATEWAY);
  }

  private Supervised.Launch serviceLaunch(String name) {
    Addresses at = addressesOf(name);
    ServiceKind kind = at.kind();
    return () -> {
      var command = new ArrayList<>(List.of("-Xmx128m"));
      command.addAll(SMALL_JVM);
      command.addAll(QUIET_JVM);
      command.addAll(learnt(kind.serviceName()));
      command.addAll(options.jvmFlags());
      command.addAll(List.of("-jar", kind.jar(options.projectRoot()).toString()));
      return launch(command, serviceEnvironment(at), name);
    };
  }

  private Map<String, String> serviceEnvironment(Addresses at) {
    Map<String, String> environment = jvmEnvironment();
    environment.put("QUARKUS_PROFILE", "local");
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(at.port()));
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(at.managementPort()));
    environment.put("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(at.kind().database()));
    environment.put("QUARKUS_DATASOURCE_USERNAME", databaseUser());
    environment.put("QUARKUS_DATASOURCE_PASSWORD", databasePassword());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrap());
    environment.put("HANDRAIL_CURSOR_SECRET", cursorSecret);
    environment.put("HANDRAIL_AUDIT_SECRET", auditSecret);
    environment.put("HANDRAIL_ISSUERS_DEVELOPMENT_ISSUER", DevelopmentIssuer.ISSUER);
    environment.put("HANDRAIL_ISSUERS_DEVELOPMENT_JWKS", issuer.jwks().toUri().toString());
    environment.put("HANDRAIL_ISSUERS_DEVELOPMENT_AUDIENCE", DevelopmentIssuer.AUDIENCE);
    environment.put("HANDRAIL_ISSUERS_DEVELOPMENT_ROLES", String.join(",", TokenRequest.ROLES));
    environment.put("HANDRAIL_ISSUERS_DEVELOPMENT_APPS", "*");
    environment.put("HANDRAIL_ISSUERS_DEVELOPMENT_DEVELOPMENT", "true");
    environment.putAll(serviceKeys.environment(at.kind()));
    if (options.services().contains(ServiceKind.AGENT.serviceName())) {
      environment.putAll(agentsEnvironment(at.kind()));
    }
    environment.putAll(options.environment());
    return environment;
  }

  /** Where agents are known: for agent-service itself, and for those who ask it. */
  private Map<String, String> agentsEnvironment(ServiceKind kind) {
    String agents = addressesOf(ServiceKind.AGENT.serviceName()).url();
    var environment = new LinkedHashMap<String, String>();
    environment.put("HANDRAIL_ISSUERS_AGENTS_ISSUER", AGENTS_ISSUER);
    environment.put("HANDRAIL_ISSUERS_AGENTS_JWKS", agents + "/.well-known/jwks.json");
    environment.put("HANDRAIL_ISSUERS_AGENTS_ROLES", "support_agent,admin");
    environment.put("HANDRAIL_ISSUERS_AGENTS_APPS", "*");
    if (kind == ServiceKind.AGENT) {
      environment.put("HANDRAIL_AGENT_TOKENS_ISSUER", AGENTS_ISSUER);
      environment.put("HANDRAIL_AGENT_TOKENS_KEY", agentTokens.path().toUri().toString());
      environment.put("HANDRAIL_PASSWORD_RESETS_LOG_LINKS", "true");
      environment.put("HANDRAIL_FIRST_ADMIN_EMAIL", firstAdmin.email());
      environment.put("HANDRAIL_FIRST_ADMIN_PASSWORD", firstAdmin.password());
    } else {
      environment.put("HANDRAIL_NOT_BEFORE_URL", agents + "/internal/not-before");
    }
    if (kind == ServiceKind.TICKET) {
      environment.put("HANDRAIL_AGENTS_DIRECTORY_URL", agents);
    }
    return environment;
  }

  private List<String> learnt(String program) {
    return options.training()
        ? List.of("-XX:AOTCacheOutput=" + new AotCaches(folder.path()).file(program))
        : AotCaches.of(options.projectRoot()).flags(program);
  }

  /**
   * Of Kafka and the gateway: what was built, for which there are caches, beside services that were
   * built, too.
   */
  private String classPath() {
    return options.services().isEmpty()
        ? System.getProperty("java.class.path")
        : ProjectRoot.launcherClassPath(options.projectRoot())
            .orElseGet(() -> System.getProperty("java.class.path"));
  }

  private Running launch(List<String> command, Map<String, String> environment, String name)
      throws IOException {
    return Running.Jvm.start(
        command, environment, folder.log(name), options.training() ? WRITING_CACHES : STOPPING);
  }

  private static Map<String, String> jvmEnvironment() {
    var environment = new LinkedHashMap<String, String>();
    environment.put("MALLOC_ARENA_MAX", "2");
    return environment;
  }

  private void writeState(String state) {
    var services = new LinkedHashMap<String, RunState.Service>();
    synchronized (addresses) {
      addresses.forEach(
          (name, at) -> services.put(name, new RunState.Service(at.url(), at.managementUrl())));
    }
    try {
      new RunState(
              state, ProcessHandle.current().pid(), gatewayUrl(), postgresPort, kafkaPort, services)
          .write(folder.state());
    } catch (IOException e) {
      logLine(folder.state() + " could not be written: " + e.getMessage());
    }
  }

  private synchronized void logLine(String line) {
    try (var writer =
        new PrintWriter(
            Files.newBufferedWriter(
                folder.log("supervisor"),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND))) {
      writer.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    } catch (IOException e) {
      System.err.println(line);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("Interrupted while starting.", e);
    }
  }
}
