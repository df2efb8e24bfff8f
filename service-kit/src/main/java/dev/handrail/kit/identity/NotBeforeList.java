package dev.handrail.kit.identity;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are void, as agent-service says it.
 *
 * @param at when it was true
 * @param revision grows with every change that can put an entry on the list
 * @param entries every agent that must not work, and every one whose rights changed within the hour
 */
public record NotBeforeList(Instant at, long revision, List<Entry> entries) {

  /**
   * One agent.
   *
   * @param accessVersion tokens of agent-service with a lower {@code ver} are void
   * @param suspended whether every token is
   */
  public record Entry(String agentId, long accessVersion, boolean suspended) {}

  public NotBeforeList {
    entries = List.copyOf(entries);
  }

  /** The entries by agent. */
  Map<String, Entry> byAgent() {
    Map<String, Entry> found = new HashMap<>();
    entries.forEach(entry -> found.merge(entry.agentId(), entry, NotBeforeList::stricter));
    return Map.copyOf(found);
  }

  private static Entry stricter(Entry one, Entry other) {
    return new Entry(
        one.agentId(),
        Math.max(one.accessVersion(), other.accessVersion()),
        one.suspended() || other.suspended());
  }

  /** Whether an entry says that the token must not be used any more. */
  static boolean voids(@Nullable Entry entry, VerifiedToken token, boolean ofAgentService) {
    if (entry == null) {
      return false;
    }
    Long version = token.accessVersion();
    return entry.suspended()
        || (ofAgentService && (version == null || version < entry.accessVersion()));
  }
}
