package dev.handrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCachesTest {
  private static final Instant BUILT = Instant.parse("2026-11-29T10:00:00Z");

  @TempDir Path root;

  @Test
  void a_program_without_a_cache_runs_without_one() throws Exception {
    AotCaches caches = AotCaches.of(root);
    assertThat(caches.flags("kafka")).isEmpty();
    write(caches.file("kafka"), BUILT);
    assertThat(caches.flags("kafka")).containsExactly("-XX:AOTCache=" + caches.file("kafka"));
  }

  @Test
  void caches_are_fresh_when_all_are_newer_than_all_that_was_built() throws Exception {
    FakeService.checkout(root);
    for (ServiceKind kind : ServiceKind.values()) {
      Files.setLastModifiedTime(kind.jar(root), FileTime.from(BUILT));
    }
    AotCaches caches = AotCaches.of(root);
    assertThat(caches.areFresh(root)).isFalse();
    for (String program : AotCaches.programs()) {
      write(caches.file(program), BUILT.plusSeconds(60));
    }
    assertThat(caches.areFresh(root)).isTrue();

    // A part of a service, of the launcher, or of what the launcher needs.
    Path part = ServiceKind.AGENT.jar(root).resolveSibling("app/part.jar");
    Path launcher = root.resolve("deploy/local/target/launcher.jar");
    Path needed = root.resolve("gateway.jar");
    write(launcher, BUILT);
    write(needed, BUILT);
    Files.writeString(launcher.resolveSibling("classpath.txt"), needed.toString());
    for (Path built : new Path[] {part, launcher, needed}) {
      write(built, BUILT.plusSeconds(61));
      assertThat(caches.areFresh(root)).as(built.toString()).isFalse();
      write(built, BUILT);
    }
    assertThat(caches.areFresh(root)).isTrue();

    Files.delete(caches.file("gateway"));
    assertThat(caches.areFresh(root)).isFalse();
  }

  private static void write(Path file, Instant at) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.from(at));
  }
}
