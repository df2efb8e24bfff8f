package dev.handrail.ticket.adapter.persistence;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has been written lately, so that it is not written again. Bounded: the one unused for
 * longest is forgotten and would be written once more, which does no harm.
 */
final class Noted<K, V> {
  private final Map<K, V> entries;

  Noted(int most) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized boolean has(K key, V value) {
    return value.equals(entries.get(key));
  }

  synchronized void note(K key, V value) {
    entries.put(key, value);
  }
}
