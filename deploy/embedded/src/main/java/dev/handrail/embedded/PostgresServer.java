package dev.handrail.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own process, on a folder whose data stay, reachable through the
 * loopback interface only and durable as shipped: {@code fsync} and {@code synchronous_commit} are
 * on.
 *
 * <p>The folder holds {@code data} (the cluster), {@code password}, and {@code lock}, which one JVM
 * at a time holds. A server left over by a JVM that was killed is stopped first.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration STARTING = Duration.ofSeconds(60);
  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final String USER = "postgres";
  private static final int MAJOR_VERSION = 18;

  private final PostgresBinaries binaries;
  private final Path cluster;
  private final Path log;
  private final int port;
  private final String password;
  private final FolderLock lock;
  private final Process process;

  private PostgresServer(
      PostgresBinaries binaries,
      Path cluster,
      Path log,
      int port,
      String password,
      FolderLock lock,
      Process process) {
    this.binaries = binaries;
    this.cluster = cluster;
    this.log = log;
    this.port = port;
    this.password = password;
    this.lock = lock;
    this.process = process;
  }

  /**
   * Starts with the server's log in {@code postgres.log} of the same folder.
   *
   * @param port 0 takes a free one
   * @throws CannotStart with a sentence that says why
   */
  public static PostgresServer start(Path dataDir, int port) {
    return start(dataDir, port, dataDir.resolve("postgres.log"));
  }

  /**
   * Starts, and returns when the server takes connections.
   *
   * @param dataDir made if it is not there
   * @param port 0 takes a free one
   * @param log the file to which the server's own log is appended
   * @throws CannotStart with a sentence that says why
   */
  public static PostgresServer start(Path dataDir, int port, Path log) {
    Path folder = dataDir.toAbsolutePath().normalize();
    FolderLock lock = FolderLock.tryTake(folder);
    if (lock == null) {
      throw new CannotStart("Another process already runs PostgreSQL on " + folder + ".");
    }
    try {
      PostgresBinaries binaries = PostgresBinaries.unpacked();
      Path cluster = folder.resolve("data");
      String password = initialise(binaries, folder, cluster);
      stopLeftover(binaries, cluster);
      return launch(binaries, cluster, log.toAbsolutePath(), port, password, lock);
    } catch (IOException e) {
      lock.close();
      throw new CannotStart("PostgreSQL cannot use " + folder + ": " + e.getMessage() + ".", e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Stops a server that a killed JVM left running on the folder.
   *
   * @return whether there was one
   * @throws CannotStart if a living process holds the folder
   */
  public static boolean stopLeftover(Path dataDir) {
    Path folder = dataDir.toAbsolutePath().normalize();
    Path cluster = folder.resolve("data");
    if (!Files.exists(cluster.resolve("postmaster.pid"))) {
      return false;
    }
    try (FolderLock lock = FolderLock.tryTake(folder)) {
      if (lock == null) {
        throw new CannotStart("Another process runs PostgreSQL on " + folder + ".");
      }
      return stopLeftover(PostgresBinaries.unpacked(), cluster);
    } catch (IOException e) {
      throw new CannotStart("PostgreSQL cannot use " + folder + ": " + e.getMessage() + ".", e);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The process id of the postmaster. */
  public long pid() {
    return process.pid();
  }

  /** Completes when the postmaster is gone, by whatever cause. */
  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** The superuser, which owns every database made here. */
  public String user() {
    return USER;
  }

  /** The superuser's password: made once per folder. */
  public String password() {
    return password;
  }

  /** Without user and password; see {@link #user()} and {@link #password()}. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** A new connection of the superuser, which the caller closes. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), USER, password);
  }

  /**
   * Makes the database unless it is there.
   *
   * @param name lower case letters, digits and underscores
   */
  public void createDatabase(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a database name: " + name);
    }
    try (Connection connection = connect("postgres")) {
      boolean exists;
      try (var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
        query.setString(1, name);
        try (var rows = query.executeQuery()) {
          exists = rows.next();
        }
      }
      if (!exists) {
        try (var statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + name + " TEMPLATE template0");
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The database " + name + " could not be made: " + e.getMessage(), e);
    }
  }

  /** Stops it: open transactions are rolled back, what was committed stays. Safe to repeat. */
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        stop(binaries, cluster, process.toHandle());
      }
    } finally {
      lock.close();
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL on 127.0.0.1:" + port + ", data in " + cluster + ", log in " + log;
  }

  private static String initialise(PostgresBinaries binaries, Path folder, Path cluster)
      throws IOException {
    Path passwordFile = folder.resolve("password");
    if (Files.exists(cluster)) {
      checkVersion(cluster);
      return existingPassword(passwordFile);
    }
    String password =
        Files.exists(passwordFile) ? existingPassword(passwordFile) : newPassword(passwordFile);
    // Made beside and moved: an interrupted first start leaves nothing that looks like a cluster.
    Path fresh = folder.resolve("data.new");
    Folders.delete(fresh);
    Run run =
        run(
            binaries.command(
                "initdb",
                List.of(
                    "--pgdata=" + fresh,
                    "--username=" + USER,
                    "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile,
                    "--encoding=UTF8",
                    "--no-locale",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--data-checksums",
                    "--no-instructions")));
    if (run.code() != 0) {
      Folders.delete(fresh);
      throw new CannotStart(
          "PostgreSQL could not make its data folder " + cluster + ": " + run.lastLine());
    }
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
    return password;
  }

  private static void checkVersion(Path cluster) throws IOException {
    Path file = cluster.resolve("PG_VERSION");
    if (!Files.isRegularFile(file)) {
      throw new CannotStart(
          cluster
              + " is not a PostgreSQL data folder (PG_VERSION is missing); move it away or name another one.");
    }
    String version = Files.readString(file).strip();
    if (!version.equals(String.valueOf(MAJOR_VERSION))) {
      throw new CannotStart(
          cluster + " was made by PostgreSQL " + version + ", but this is " + MAJOR_VERSION + ".");
    }
  }

  private static String existingPassword(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CannotStart("The password of PostgreSQL is missing: " + file + ".");
    }
    return Files.readString(file).strip();
  }

  private static String newPassword(Path file) throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password + "\n");
    return password;
  }

  /** A JVM that was killed could not stop its server: it still holds the data. */
  private static boolean stopLeftover(PostgresBinaries binaries, Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return false;
    }
    Optional<ProcessHandle> running = postmaster(pidFile, cluster);
    if (running.isPresent()) {
      stop(binaries, cluster, running.get());
    } else {
      // The number may belong to another program by now, which would make PostgreSQL refuse to
      // start.
      Files.deleteIfExists(pidFile);
    }
    return running.isPresent();
  }

  private static Optional<ProcessHandle> postmaster(Path pidFile, Path cluster) throws IOException {
    try {
      String first = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
      return ProcessHandle.of(Long.parseLong(first))
          .filter(ProcessHandle::isAlive)
          .filter(handle -> commandLine(handle).contains(cluster.toString()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String commandLine(ProcessHandle handle) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(handle.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException e) {
      return handle.info().commandLine().orElse("");
    }
  }

  private static void stop(PostgresBinaries binaries, Path cluster, ProcessHandle postmaster) {
    for (String mode : List.of("fast", "immediate")) {
      run(
          binaries.command(
              "pg_ctl",
              List.of("stop", "--wait", "--timeout=30", "--mode=" + mode, "--pgdata=" + cluster)));
      if (gone(postmaster, cluster, Duration.ofSeconds(5))) {
        return;
      }
    }
    postmaster.destroyForcibly();
    gone(postmaster, cluster, Duration.ofSeconds(5));
  }

  /**
   * Asks for the command line, which is empty as soon as a process has ended but nobody took note.
   */
  private static boolean gone(ProcessHandle postmaster, Path cluster, Duration within) {
    Instant until = Instant.now().plus(within);
    while (postmaster.isAlive() && commandLine(postmaster).contains(cluster.toString())) {
      if (Instant.now().isAfter(until)) {
        return false;
      }
      pause(Duration.ofMillis(20));
    }
    return true;
  }

  private static PostgresServer launch(
      PostgresBinaries binaries,
      Path cluster,
      Path log,
      int wanted,
      String password,
      FolderLock lock)
      throws IOException {
    Instant until = Instant.now().plus(STARTING);
    while (true) {
      int port = wanted == 0 ? FreePorts.next() : wanted;
      Path logFolder = log.getParent();
      if (logFolder != null) {
        Files.createDirectories(logFolder);
      }
      long logged = Files.exists(log) ? Files.size(log) : 0;
      Process process =
          new ProcessBuilder(binaries.command("postgres", options(cluster, port)))
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var server = new PostgresServer(binaries, cluster, log, port, password, lock, process);
      if (server.awaitReady(until)) {
        return server;
      }
      String said = tail(log, logged);
      boolean timeLeft = Instant.now().isBefore(until);
      if (process.isAlive()) {
        stop(binaries, cluster, process.toHandle());
        throw new CannotStart(
            "PostgreSQL did not take connections within "
                + STARTING.toSeconds()
                + " s; its log is "
                + log
                + ".");
      }
      // After a kill -9 of the postmaster its backends need a moment to notice and to let go.
      boolean backendsStillThere = said.contains("pre-existing shared memory block");
      boolean portJustTaken = wanted == 0 && said.contains("Address already in use");
      if (!timeLeft || !(backendsStillThere || portJustTaken)) {
        throw new CannotStart(why(said, port, cluster, log));
      }
      pause(Duration.ofMillis(100));
    }
  }

  private static List<String> options(Path cluster, int port) {
    var options = new ArrayList<>(List.of("-D", cluster.toString()));
    for (String setting :
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "shared_preload_libraries=pg_stat_statements",
            "idle_in_transaction_session_timeout=60s",
            "timezone=UTC",
            "log_timezone=UTC",
            "lc_messages=C",
            "log_checkpoints=off")) {
      options.add("-c");
      options.add(setting);
    }
    return options;
  }

  private boolean awaitReady(Instant until) {
    while (process.isAlive() && Instant.now().isBefore(until)) {
      // The port answers in an instant; the driver would wait and retry by itself.
      if (!FreePorts.isFree(port)) {
        try (Connection connection = connect("postgres")) {
          if (connection.isValid(5) && process.isAlive()) {
            return true;
          }
        } catch (SQLException e) {
          // Still recovering, or not ours: the process's end or the time limit decides.
          if ("28P01".equals(e.getSQLState()) && process.isAlive()) {
            stop(binaries, cluster, process.toHandle());
            throw new CannotStart(
                "PostgreSQL does not accept the password in "
                    + cluster.resolveSibling("password")
                    + ".",
                e);
          }
        }
      }
      pause(Duration.ofMillis(50));
    }
    return false;
  }

  private static String why(String said, int port, Path cluster, Path log) {
    if (said.contains("Address already in use")) {
      return "PostgreSQL cannot listen on port " + port + ": it is in use.";
    }
    if (said.contains("No space left on device")) {
      return "PostgreSQL cannot start: the disk of " + cluster + " is full.";
    }
    return "PostgreSQL cannot start on "
        + cluster
        + ": "
        + worstLine(said).orElse("it said nothing")
        + " (its log is "
        + log
        + ").";
  }

  private static Optional<String> worstLine(String said) {
    return said.lines()
        .filter(
            line ->
                line.contains("PANIC:") || line.contains("FATAL:") || line.contains("postgres:"))
        .map(line -> line.replaceFirst(".*?(PANIC|FATAL): *|^postgres: *", "").strip())
        .findFirst();
  }

  private static String tail(Path log, long from) throws IOException {
    byte[] all = Files.readAllBytes(log);
    int start = (int) Math.min(from, all.length);
    return new String(all, start, all.length - start, StandardCharsets.UTF_8);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Interrupted while PostgreSQL was starting.", e);
    }
  }

  private record Run(int code, String output) {
    String lastLine() {
      @Nullable String worst =
          output
              .lines()
              .filter(line -> line.contains("error:") || line.contains("FATAL:"))
              .findFirst()
              .orElse(null);
      return worst != null
          ? worst.strip()
          : output.lines().reduce("", (first, second) -> second).strip();
    }
  }

  private static Run run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Interrupted while PostgreSQL was starting.", e);
    }
  }
}
