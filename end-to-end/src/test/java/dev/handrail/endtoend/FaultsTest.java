package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.endtoend.PlatformExtension.Platforms;
import dev.handrail.endtoend.faults.FaultDriver;
import dev.handrail.endtoend.faults.KillPlan;
import dev.handrail.endtoend.faults.Target;
import dev.handrail.endtoend.ledger.Collector;
import dev.handrail.endtoend.ledger.Collector.Rest;
import dev.handrail.endtoend.ledger.Collector.Sources;
import dev.handrail.endtoend.ledger.Doors;
import dev.handrail.endtoend.ledger.Evidence;
import dev.handrail.endtoend.ledger.LedgerChecker;
import dev.handrail.endtoend.ledger.LedgerFile;
import dev.handrail.endtoend.ledger.LoadWriters;
import dev.handrail.endtoend.ledger.LoadWriters.Progress;
import dev.handrail.endtoend.ledger.PlantedDefects;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Acknowledged means stored, stored means published, published means applied once: shown with a
 * ledger while processes are killed and frozen.
 *
 * <p>{@code -Dledger.kills=100}, {@code -Dledger.seed=…}, {@code -Dledger.freezeSeconds=…}, {@code
 * -Dledger.perSecond=…} make it longer, the same again, or heavier.
 */
@ExtendWith(PlatformExtension.class)
@Order(Integer.MAX_VALUE - 2)
class FaultsTest {
  /** One agent-service: its replica is another test's. */
  private static final List<Target> TARGETS =
      Arrays.stream(Target.values())
          .filter(target -> target != Target.AGENT_SERVICE_REPLICA)
          .toList();

  private static final int WRITERS = 8;
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(90);

  private final Platforms platforms;
  private final long seed = Long.getLong("ledger.seed", System.currentTimeMillis());
  private final String run = "ledger-" + Long.toString(seed, 36);
  private final Path folder = folder();

  FaultsTest(Platforms platforms) {
    this.platforms = platforms;
  }

  @Test
  void no_kill_freeze_or_restart_loses_an_acknowledged_write_or_an_event_or_doubles_an_effect() {
    Platform platform = platforms.current();
    String replica = platform.addReplica("ticket-service");
    Collector collector = new Collector(sources(platform));
    List<URI> addresses =
        List.of(URI.create(platform.gatewayUrl()), URI.create(platform.serviceUrl(replica)));
    List<Target> meanwhile = List.of(Target.BROKER, Target.NOTIFICATION_SERVICE);
    int kills = Integer.getInteger("ledger.kills", 8);
    KillPlan plan = KillPlan.of(seed, Math.max(0, kills - meanwhile.size()), TARGETS);
    say("seed " + seed + ", " + plan);

    List<Duration> recoveries;
    boolean takenOver;
    Progress progress;
    try (LedgerFile ledger = LedgerFile.append(ledgerFile());
        LoadWriters load =
            LoadWriters.start(
                ledger,
                doors(platform, addresses),
                run,
                seed,
                WRITERS,
                Integer.getInteger("ledger.perSecond", 40))) {
      FaultDriver faults = new FaultDriver(platform, load::acknowledgedSince, this::say);
      faults.run(plan);
      takenOver =
          faults.freezeRelay(
              collector::relayingProcess,
              Duration.ofSeconds(Integer.getInteger("ledger.freezeSeconds", 60)),
              meanwhile);
      recoveries = faults.recoveries().stream().sorted().toList();
      progress = load.stop();
    }
    Rest rest = collector.awaitRest(QUIET_WITHIN);
    Evidence evidence = collector.collect(LedgerFile.read(ledgerFile()), rest);
    say(
        "%s; %d tickets, %d messages, %d records on the topic, %d of them repeats; recovered within %s (median) and %s (worst)"
            .formatted(
                progress,
                evidence.tickets().size(),
                evidence.messages().size(),
                evidence.events().size(),
                LedgerChecker.wireDuplicates(evidence),
                recoveries.isEmpty() ? "-" : recoveries.get(recoveries.size() / 2),
                recoveries.isEmpty() ? "-" : recoveries.getLast()));

    assertThat(LedgerChecker.check(evidence)).isEmpty();
    assertThat(takenOver).as("another relay took over from the frozen one").isTrue();
    assertThat(progress.acknowledged()).as("acknowledged writes").isGreaterThan(500);
    assertThat(progress.indefinite()).as("writes that never became certain").isZero();
    assertThat(progress.serverErrors()).as("answers of 500").isZero();
    assertThat(PlantedDefects.unseenIn(evidence, seed)).as("defects unseen").isEmpty();

    Platform again = platforms.restart();
    Collector afterwards = new Collector(sources(again));
    Evidence kept =
        afterwards.collect(LedgerFile.read(ledgerFile()), afterwards.awaitRest(QUIET_WITHIN));
    assertThat(LedgerChecker.check(kept)).as("after a restart on the same data").isEmpty();
  }

  private Sources sources(Platform platform) {
    return new Sources(
        platform.jdbcUrl("ticket"),
        platform.jdbcUrl("notification"),
        platform.databaseUser(),
        platform.databasePassword(),
        platform.kafkaBootstrap(),
        run);
  }

  private static Doors doors(Platform platform, List<URI> addresses) {
    return new Doors() {
      @Override
      public List<URI> addresses() {
        return addresses;
      }

      @Override
      public String token(String role, String subject) {
        return platform.token(role, subject, "bookings");
      }
    };
  }

  private Path ledgerFile() {
    return folder.resolve("ledger.jsonl");
  }

  private void say(String line) {
    System.out.println(line);
    try {
      Files.write(
          folder.resolve("faults.log"),
          new ArrayList<>(List.of(Instant.now() + " " + line)),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder() {
    try {
      return Files.createDirectories(Path.of("target", "ledger", run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
