package dev.handrail.agent.domain.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a ticket from the events that came so far, in whatever order and however often:
 * the newest facts, and what only single events tell.
 *
 * @param sequence of the event that the state is from
 * @param answer the first response, once its event has come
 * @param rated the rating, once its event has come
 * @param hadBy every agent who was seen to have it
 */
public record TicketRecord(
    UUID ticket,
    long sequence,
    TicketState state,
    @Nullable Deed answer,
    @Nullable Deed rated,
    SortedSet<String> hadBy) {

  /**
   * Something that is done once in the life of a ticket. Of several events of its change the first
   * tells of it.
   *
   * @param sequence of the event that tells of it
   * @param agent whose it is; null when no agent's
   */
  public record Deed(long sequence, @Nullable String agent) {

    private static @Nullable Deed earlier(@Nullable Deed one, @Nullable Deed other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return other.sequence < one.sequence ? other : one;
    }
  }

  public TicketRecord {
    hadBy = Collections.unmodifiableSortedSet(new TreeSet<>(hadBy));
  }

  /** A ticket of which this is the first that is heard. */
  public static TicketRecord of(TicketNews news) {
    TicketState state = news.state();
    return new TicketRecord(
        news.ticket(),
        news.sequence(),
        state,
        news.isFirstResponse() ? new Deed(news.sequence(), news.staff()) : null,
        news.rated() ? new Deed(news.sequence(), state.assignee()) : null,
        state.assignee() == null ? new TreeSet<>() : new TreeSet<>(Set.of(state.assignee())));
  }

  /** The record with one more event, which may be old, or known. */
  public TicketRecord with(TicketNews news) {
    return and(of(news));
  }

  /** What is known of the same ticket from both; it does not matter which is the older one. */
  public TicketRecord and(TicketRecord other) {
    SortedSet<String> agents = new TreeSet<>(hadBy);
    agents.addAll(other.hadBy);
    boolean newer = other.sequence > sequence;
    return new TicketRecord(
        ticket,
        newer ? other.sequence : sequence,
        newer ? other.state : state,
        Deed.earlier(answer, other.answer),
        Deed.earlier(rated, other.rated),
        agents);
  }

  /** What it counts for, by agent; nothing once it is deleted. */
  public Map<String, Figures> credits() {
    Map<String, Figures> credits = new HashMap<>();
    if (state.deleted()) {
      return credits;
    }
    hadBy.forEach(agent -> add(credits, agent, count(0, 1, 0)));
    if (answer != null) {
      Instant answeredAt =
          Objects.requireNonNullElse(state.firstResponse().at(), state.createdAt());
      add(credits, answer.agent(), new Figures(0, 0, 0, 1, millis(answeredAt), 0, 0, 0, 0, 0, 0));
    }
    Instant end = state.endedAt();
    if (end != null) {
      add(credits, state.assignee(), new Figures(0, 0, 0, 0, 0, 1, millis(end), 0, 0, 0, 0));
    }
    switch (state.standing()) {
      case ACTIVE -> add(credits, state.assignee(), count(1, 0, 0));
      case RESOLVED -> {
        // Neither open nor closed.
      }
      case CLOSED -> add(credits, state.assignee(), count(0, 0, 1));
    }
    Integer stars = state.rating();
    if (rated != null && stars != null) {
      add(credits, rated.agent(), new Figures(0, 0, 0, 0, 0, 0, 0, 1, stars, 0, 0));
    }
    add(credits, answerer(), state.firstResponse().verdict());
    add(credits, state.assignee(), state.resolution().verdict());
    return credits;
  }

  /** What changes for each agent from this record to a later one of the same ticket. */
  public static Map<String, Figures> difference(@Nullable TicketRecord before, TicketRecord after) {
    Map<String, Figures> difference = new HashMap<>(after.credits());
    if (before != null) {
      before
          .credits()
          .forEach(
              (agent, credit) ->
                  difference.put(
                      agent, difference.getOrDefault(agent, Figures.NONE).minus(credit)));
    }
    difference.values().removeIf(Figures.NONE::equals);
    return difference;
  }

  /** For whom the promise of the first response counts. */
  private @Nullable String answerer() {
    if (answer != null) {
      return answer.agent();
    }
    return state.firstResponse().at() == null ? state.assignee() : null;
  }

  private long millis(Instant end) {
    return Math.max(0, Duration.between(state.createdAt(), end).toMillis());
  }

  private static Figures count(long open, long handled, long closed) {
    return new Figures(open, handled, closed, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static void add(Map<String, Figures> credits, @Nullable String agent, Figures credit) {
    if (agent != null && !credit.equals(Figures.NONE)) {
      credits.merge(agent, credit, Figures::plus);
    }
  }
}
