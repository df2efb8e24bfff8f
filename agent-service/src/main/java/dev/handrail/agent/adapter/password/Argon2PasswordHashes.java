package dev.handrail.agent.adapter.password;

import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.domain.PasswordRules;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Argon2id at OWASP's recommended costs (19 MiB, two passes, one lane), written as PHC text. Few
 * run at a time and few wait: more would only use up memory and be too late.
 */
@ApplicationScoped
class Argon2PasswordHashes implements PasswordHashes {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** What a stored hash may cost at most, so that no row can exhaust the memory. */
  private static final int MOST_MEMORY_KIB = 64 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9]{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();
  private final Semaphore running;
  private final int mostWaiting;
  private final Duration patience;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger computed = new AtomicInteger();
  private final byte[] noSalt = new byte[SALT_BYTES];

  /**
   * @param parallel how many are computed at once; each takes 19 MiB
   * @param mostWaiting how many more may wait for their turn
   */
  @Inject
  Argon2PasswordHashes(
      @ConfigProperty(name = "handrail.passwords.parallel", defaultValue = "2") int parallel,
      @ConfigProperty(name = "handrail.passwords.waiting", defaultValue = "16") int mostWaiting,
      MeterRegistry metrics) {
    this(new Semaphore(parallel, true), mostWaiting, PATIENCE);
    if (parallel < 1 || mostWaiting < 0) {
      throw new IllegalStateException(
          "handrail.passwords.parallel must be at least 1, and .waiting at least 0.");
    }
    metrics.gauge("handrail.passwords.waiting", waiting);
  }

  Argon2PasswordHashes(Semaphore running, int mostWaiting, Duration patience) {
    this.running = running;
    this.mostWaiting = mostWaiting;
    this.patience = patience;
    random.nextBytes(noSalt);
  }

  /** How often a hash was computed, which is what takes the time. */
  int computed() {
    return computed.get();
  }

  @Override
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = compute(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, ENCODER.encodeToString(salt), ENCODER.encodeToString(hash));
  }

  @Override
  public boolean matches(String password, String hash) {
    Matcher phc = PHC.matcher(hash);
    if (!phc.matches() || Integer.parseInt(phc.group(1)) > MOST_MEMORY_KIB) {
      matchNothing(password);
      return false;
    }
    byte[] expected = Base64.getDecoder().decode(phc.group(5));
    byte[] actual =
        compute(
            password,
            Base64.getDecoder().decode(phc.group(4)),
            Integer.parseInt(phc.group(1)),
            Integer.parseInt(phc.group(2)),
            Integer.parseInt(phc.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual);
  }

  @Override
  public void matchNothing(String password) {
    byte[] nothing = compute(password, noSalt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
    Arrays.fill(nothing, (byte) 0);
  }

  @Override
  public boolean isOutdated(String hash) {
    return !hash.startsWith("$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, PASSES, LANES));
  }

  private byte[] compute(
      String password, byte[] salt, int memory, int passes, int lanes, int length) {
    return inTurn(
        () -> {
          computed.incrementAndGet();
          var generator = new Argon2BytesGenerator();
          generator.init(
              new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                  .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                  .withMemoryAsKB(memory)
                  .withIterations(passes)
                  .withParallelism(lanes)
                  .withSalt(salt)
                  .build());
          byte[] hash = new byte[length];
          generator.generateBytes(
              PasswordRules.normal(password).getBytes(StandardCharsets.UTF_8), hash);
          return hash;
        });
  }

  private byte[] inTurn(Supplier<byte[]> work) {
    if (!running.tryAcquire()) {
      waitForTurn();
    }
    try {
      return work.get();
    } finally {
      running.release();
    }
  }

  private void waitForTurn() {
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      throw new TooBusy();
    }
    try {
      if (!running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooBusy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooBusy();
    } finally {
      waiting.decrementAndGet();
    }
  }
}
