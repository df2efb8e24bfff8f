package dev.handrail.kit.identity;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of tokens that were verified, by hash. Two generations: when the young one is
 * full it becomes the old one and the former old one is forgotten, so what is in use survives.
 */
final class VerifiedTokens {
  /** A verified token and the reading of keys that it was verified with. */
  record Entry(VerifiedToken token, TrustedIssuer issuer, IssuerKeys.KeySet keys) {}

  private final int generationSize;
  private volatile ConcurrentHashMap<String, Entry> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<String, Entry> old = new ConcurrentHashMap<>();

  VerifiedTokens(int generationSize) {
    this.generationSize = generationSize;
  }

  @Nullable Entry find(String hash) {
    Entry entry = young.get(hash);
    if (entry == null) {
      entry = old.get(hash);
      if (entry != null) {
        put(hash, entry);
      }
    }
    return entry;
  }

  void put(String hash, Entry entry) {
    if (young.size() >= generationSize) {
      turn();
    }
    young.put(hash, entry);
  }

  private synchronized void turn() {
    if (young.size() >= generationSize) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  void remove(String hash) {
    young.remove(hash);
    old.remove(hash);
  }

  int size() {
    return young.size() + old.size();
  }
}
