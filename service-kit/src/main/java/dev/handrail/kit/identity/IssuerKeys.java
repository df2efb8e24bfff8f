package dev.handrail.kit.identity;

import java.io.IOException;
import java.security.Key;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of one issuer by key id. Keys that are there stay in use while the source cannot
 * be read; a key that the source no longer lists is gone with the next read.
 */
final class IssuerKeys {
  private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

  /** How often at most the source is asked because of a key id we do not know. */
  static final Duration UNKNOWN_KEY_PAUSE = Duration.ofSeconds(30);

  private static final int LOOK_SECONDS = 5;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

  /**
   * One reading. Equal to itself only, so that it tells which reading something was checked with.
   */
  static final class KeySet {
    private final Map<String, Key> byId;

    KeySet(Map<String, Key> byId) {
      this.byId = Map.copyOf(byId);
    }

    @Nullable Key find(String keyId) {
      return byId.get(keyId);
    }
  }

  private static final KeySet NEVER_READ = new KeySet(Map.of());

  private final KeySource source;
  private final NanoTime nanoTime;
  private final AtomicReference<@Nullable CompletableFuture<Void>> reading =
      new AtomicReference<>();
  private volatile KeySet keys = NEVER_READ;
  private volatile long lastAskedForUnknown;
  private volatile boolean everAskedForUnknown;
  private volatile long lastRead;

  /** A monotonic clock in nanoseconds. */
  interface NanoTime {
    long now();
  }

  IssuerKeys(KeySource source, NanoTime nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** Whether the source was read at least once. */
  boolean ready() {
    return keys != NEVER_READ;
  }

  KeySet current() {
    return keys;
  }

  /**
   * The keys after asking the source for one that is not among the known ones; it is asked at most
   * once per {@link #UNKNOWN_KEY_PAUSE}. Blocks while it is, so never call it on an event loop.
   */
  KeySet currentAfterUnknown() {
    CompletableFuture<Void> underWay = reading.get();
    if (underWay != null) {
      await(underWay);
    } else if (mayAskForUnknown()) {
      refresh();
    }
    return keys;
  }

  private synchronized boolean mayAskForUnknown() {
    long now = nanoTime.now();
    if (everAskedForUnknown && now - lastAskedForUnknown < UNKNOWN_KEY_PAUSE.toNanos()) {
      return false;
    }
    everAskedForUnknown = true;
    lastAskedForUnknown = now;
    return true;
  }

  /** Reads the source now; a failure is logged and leaves the keys as they are. */
  void refresh() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = reading.compareAndExchange(null, mine);
    if (other != null) {
      await(other);
      return;
    }
    try {
      read();
    } catch (IOException e) {
      LOG.warnf(
          "The keys at %s could not be read, the known %d stay in use: %s",
          source.location(), keys.byId.size(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reading.set(null);
      mine.complete(null);
    }
  }

  /**
   * Reads the source for the first time and then whenever it is due.
   *
   * @throws IllegalStateException if a source is unreadable that has to be there at the start
   */
  void start(ScheduledExecutorService background) {
    try {
      read();
    } catch (IOException e) {
      if (source.neededAtStart()) {
        throw new IllegalStateException(
            "The issuer's keys at " + source.location() + " cannot be read: " + e.getMessage(), e);
      }
      LOG.warnf("The keys at %s cannot be read yet: %s", source.location(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading " + source.location(), e);
    }
    Future<?> _ =
        background.scheduleWithFixedDelay(
            this::refreshIfDue, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void refreshIfDue() {
    try {
      if (!ready() || nanoTime.now() - lastRead >= source.interval().toNanos()) {
        refresh();
      }
    } catch (RuntimeException e) {
      // A schedule that throws would never run again.
      LOG.errorf(e, "Reading the keys at %s failed", source.location());
    }
  }

  private void read() throws IOException, InterruptedException {
    lastRead = nanoTime.now();
    String document = source.read();
    if (document != null) {
      Map<String, Key> found = parse(document);
      if (!found.equals(keys.byId) || !ready()) {
        keys = new KeySet(found);
        LOG.infof("Read %d keys from %s", found.size(), source.location());
      }
    }
  }

  private static Map<String, Key> parse(String document) throws IOException {
    try {
      Map<String, Key> found = new HashMap<>();
      for (JsonWebKey key : new JsonWebKeySet(document).getJsonWebKeys()) {
        if (key instanceof RsaJsonWebKey rsa
            && key.getKeyId() != null
            && (key.getUse() == null || key.getUse().equals("sig"))
            && (key.getAlgorithm() == null || key.getAlgorithm().equals("RS256"))
            && rsa.getKey() instanceof RSAPublicKey publicKey
            && publicKey.getModulus().bitLength() >= 2048) {
          found.put(key.getKeyId(), publicKey);
        }
      }
      if (found.isEmpty()) {
        throw new IOException("It has no RS256 key of at least 2048 bits with a kid.");
      }
      return found;
    } catch (JoseException e) {
      throw new IOException("It is not a JWKS document.", e);
    }
  }

  private static void await(CompletableFuture<Void> other) {
    try {
      other.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException tooLate) {
      LOG.debug("Went on without waiting for the keys any longer.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
