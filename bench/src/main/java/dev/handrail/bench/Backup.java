package dev.handrail.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Copies the data of a running PostgreSQL server, so that a second one can be measured on the same
 * rows: a low-level base backup as PostgreSQL's manual has it (section 25.3.4).
 */
final class Backup {

  /** Of the running server alone: its lock, and the write-ahead log, which is copied at the end. */
  private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "pg_wal", "pgsql_tmp");

  private Backup() {}

  /**
   * Copies all databases.
   *
   * @param running a connection to the server
   * @param from the server's folder, with its password
   * @param to the new server's folder; not there yet
   */
  static void copy(Connection running, Path from, Path to) throws IOException, SQLException {
    Path cluster = to.resolve("data");
    Files.createDirectories(to);
    ask(running, "SELECT pg_backup_start('bench', fast => true)");
    copyTree(from.resolve("data"), cluster);
    String label = ask(running, "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)");
    copyTree(from.resolve("data").resolve("pg_wal"), cluster.resolve("pg_wal"));
    Files.writeString(cluster.resolve("backup_label"), label);
    Files.copy(
        from.resolve("password"), to.resolve("password"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static String ask(Connection server, String sql) throws SQLException {
    try (var statement = server.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    // The folder too: PostgreSQL refuses one that others may read.
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(from)) {
              if (isLeftOut(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              copy(folder);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isLeftOut(file)) {
              try {
                copy(file);
              } catch (NoSuchFileException gone) {
                return visitFileFailed(file, gone);
              }
            }
            return FileVisitResult.CONTINUE;
          }

          // What goes meanwhile is not needed: the write-ahead log knows of it.
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          private boolean isLeftOut(Path path) {
            return NOT_COPIED.contains(String.valueOf(path.getFileName()));
          }

          private void copy(Path path) throws IOException {
            Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
          }
        });
  }
}
