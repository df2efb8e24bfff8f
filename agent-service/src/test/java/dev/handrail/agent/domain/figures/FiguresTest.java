package dev.handrail.agent.domain.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.domain.figures.TicketState.Standing;
import dev.handrail.agent.domain.figures.TicketState.Urgency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private static final int RUNS = Integer.getInteger("figures.runs", 300);
  private static final long SEED = Long.getLong("figures.seed", 1);

  private static final UUID TICKET = new UUID(1, 1);
  private static final Instant CREATED = Instant.parse("2026-03-02T08:00:00Z");

  @Test
  void counted_event_by_event_in_any_order_is_as_counted_at_once() {
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      Random random = new Random(seed);
      List<TicketNews> told = TicketLives.of(random, 1 + random.nextInt(12));
      Map<UUID, TicketRecord> records = new HashMap<>();
      Map<String, Figures> sums = new HashMap<>();
      for (TicketNews news : TicketLives.jumbled(told, random)) {
        TicketRecord before = records.get(news.ticket());
        TicketRecord after = before == null ? TicketRecord.of(news) : before.with(news);
        records.put(news.ticket(), after);
        TicketRecord.difference(before, after)
            .forEach((agent, d) -> sums.merge(agent, d, Figures::plus));
      }
      for (String agent : TicketLives.AGENTS) {
        assertThat(sums.getOrDefault(agent, Figures.NONE))
            .as("seed %d, %s", seed, agent)
            .isEqualTo(Recount.of(agent, told));
      }
      assertThat(TicketLives.AGENTS).as("seed %d", seed).containsAll(sums.keySet());
    }
  }

  @Test
  void an_event_again_changes_nothing() {
    List<TicketNews> told = TicketLives.of(new Random(7), 1);
    TicketRecord record = TicketRecord.of(told.getFirst());
    for (TicketNews news : told) {
      record = record.with(news);
    }
    for (TicketNews news : told) {
      assertThat(record.with(news)).isEqualTo(record);
      assertThat(TicketRecord.difference(record, record.with(news))).isEmpty();
    }
  }

  private static TicketNews news(
      long sequence,
      int minute,
      Standing standing,
      @Nullable String assignee,
      @Nullable Integer answered,
      @Nullable String staff) {
    Instant at = CREATED.plusSeconds(minute * 60L);
    Instant ended = standing == Standing.ACTIVE ? null : at;
    return new TicketNews(
        TICKET,
        sequence,
        at,
        new TicketState(
            "bookings",
            "technical",
            standing,
            Urgency.HIGH,
            assignee,
            new Promise(
                CREATED.plusSeconds(1_800),
                false,
                answered == null ? null : CREATED.plusSeconds(answered * 60L)),
            new Promise(CREATED.plusSeconds(3_600), minute > 60, ended),
            null,
            CREATED,
            standing == Standing.RESOLVED ? ended : null,
            standing == Standing.CLOSED ? ended : null,
            false),
        staff,
        false);
  }

  /** Ann picks it, Bob answers for her, it goes to Cy, who resolves it too late. */
  @Test
  void each_part_counts_for_the_one_who_did_it() {
    TicketRecord record = TicketRecord.of(news(1, 0, Standing.ACTIVE, null, null, null));
    assertThat(record.credits()).isEmpty();
    record = record.with(news(2, 1, Standing.ACTIVE, "ann", null, "ann"));
    assertThat(record.credits())
        .isEqualTo(Map.of("ann", new Figures(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    record = record.with(news(3, 5, Standing.ACTIVE, "ann", 5, "bob"));
    record = record.with(news(4, 6, Standing.ACTIVE, "cy", 5, "ann"));
    assertThat(record.credits())
        .isEqualTo(
            Map.of(
                "ann", new Figures(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                "bob", new Figures(0, 0, 0, 1, 300_000, 0, 0, 0, 0, 1, 0),
                "cy", new Figures(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    record = record.with(news(5, 90, Standing.RESOLVED, "cy", 5, "cy"));
    assertThat(record.credits().get("cy"))
        .isEqualTo(new Figures(0, 1, 0, 0, 0, 1, 5_400_000, 0, 0, 0, 1));
    record = record.with(news(6, 95, Standing.CLOSED, "cy", 5, null));
    assertThat(record.credits().get("cy"))
        .as("closed without a time of resolution counts to its closing")
        .isEqualTo(new Figures(0, 1, 1, 0, 0, 1, 5_700_000, 0, 0, 0, 1));
  }

  @Test
  void means_and_ratios_are_rounded_and_absent_where_there_is_nothing_to_divide_by() {
    assertThat(Figures.NONE.meanFirstResponse()).isNull();
    assertThat(Figures.NONE.meanResolution()).isNull();
    assertThat(Figures.NONE.meanRating()).isNull();
    assertThat(Figures.NONE.compliance()).isNull();
    Figures some = new Figures(1, 2, 3, 2, 3_000, 3, 4_400, 3, 14, 2, 1);
    assertThat(some.meanFirstResponse()).isEqualTo(2);
    assertThat(some.meanResolution()).isEqualTo(1);
    assertThat(some.meanRating()).isEqualTo(new BigDecimal("4.67"));
    assertThat(some.compliance()).isEqualTo(new BigDecimal("0.6667"));
    assertThat(some.plus(some).minus(some)).isEqualTo(some);
  }
}
