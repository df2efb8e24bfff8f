package dev.handrail.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordingTest {
  private static final Recipient CUSTOMER = new Recipient.Customer("bookings", "42");
  private static final Recipient STAFF = new Recipient.Staff("ada");

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "AGENT_.*")
  void every_kind_of_news_of_a_ticket_names_it_to_everyone(Kind kind) {
    for (Recipient reader : List.of(CUSTOMER, STAFF)) {
      Wording words = words(reader, kind, null, "in_progress");
      assertThat(words.title()).contains("BKG-000123");
      assertThat(words.body()).endsWith(".");
    }
  }

  @Test
  void no_two_kinds_sound_alike() {
    for (Recipient reader : List.of(CUSTOMER, STAFF)) {
      List<Kind> kinds =
          Stream.of(Kind.values())
              .filter(kind -> reader.equals(STAFF) || !kind.name().startsWith("AGENT_"))
              .toList();
      Set<String> titles = new HashSet<>();
      for (Kind kind : kinds) {
        titles.add(words(reader, kind, null, "in_progress").title());
      }
      assertThat(titles).hasSameSizeAs(kinds);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TICKET_CREATED, We received BKG-000123",
    "TICKET_ASSIGNED, BKG-000123 has an agent",
    "NEW_REPLY, New reply on BKG-000123",
    "TICKET_RESOLVED, BKG-000123 is resolved",
    "RATING_REQUESTED, How did we do with BKG-000123?",
    "STATUS_CHANGED, BKG-000123: in progress"
  })
  void a_customer_is_spoken_to_as_one(Kind kind, String title) {
    assertThat(words(CUSTOMER, kind, null, "in_progress").title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource({
    "TICKET_CREATED, New ticket BKG-000123",
    "TICKET_ASSIGNED, BKG-000123 is yours",
    "NEW_REPLY, New reply on BKG-000123",
    "TICKET_RESOLVED, BKG-000123 is resolved",
    "TICKET_ESCALATED, BKG-000123 is escalated",
    "TICKET_OVERDUE, BKG-000123 is overdue",
    "SLA_AT_RISK, BKG-000123 is at risk",
    "SLA_BREACHED, BKG-000123 missed a target",
    "STATUS_CHANGED, BKG-000123: in progress"
  })
  void staff_is_spoken_to_as_such(Kind kind, String title) {
    assertThat(words(STAFF, kind, null, "in_progress").title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource({
    "waiting_customer, We need something from you to go on with your ticket.",
    "closed, Your ticket was closed.",
    "escalated, Your ticket was passed on to a specialist.",
    "waiting_for_parts, Your ticket is now waiting for parts."
  })
  void a_status_is_explained_to_a_customer(String status, String body) {
    assertThat(words(CUSTOMER, Kind.STATUS_CHANGED, null, status).body()).isEqualTo(body);
  }

  @Test
  void a_turn_says_more_than_the_status() {
    assertThat(words(CUSTOMER, Kind.STATUS_CHANGED, Turn.REOPENED, "in_progress"))
        .isEqualTo(new Wording("BKG-000123 is open again", "Your ticket was reopened."));
    assertThat(words(STAFF, Kind.STATUS_CHANGED, Turn.REOPENED, "in_progress"))
        .isEqualTo(new Wording("BKG-000123 is open again", "The ticket was reopened."));
    assertThat(words(STAFF, Kind.STATUS_CHANGED, Turn.TAKEN_AWAY, "open"))
        .isEqualTo(new Wording("BKG-000123 is no longer yours", "The ticket was taken from you."));
    assertThat(words(STAFF, Kind.STATUS_CHANGED, Turn.GIVEN_TO_SOMEBODY, "assigned"))
        .isEqualTo(new Wording("BKG-000123 has an agent", "The ticket was given to an agent."));
    assertThat(words(STAFF, Kind.TICKET_ESCALATED, Turn.TAKEN_AWAY, "escalated"))
        .isEqualTo(
            new Wording(
                "BKG-000123 went to another",
                "It was escalated. You will hear of its resolution."));
    assertThat(words(STAFF, Kind.STATUS_CHANGED, null, "closed").body())
        .isEqualTo("The ticket is now closed.");
  }

  @Test
  void a_kind_of_a_newer_version_is_news() {
    for (Recipient reader : List.of(CUSTOMER, STAFF, new Recipient.Service("app"))) {
      assertThat(
              Wording.english(
                  reader, Kind.find("mention"), null, "BKG-000123", new TicketStatus("open")))
          .isEqualTo(new Wording("News of BKG-000123", "Something happened to ticket BKG-000123."));
    }
  }

  @Test
  void wire_values_lead_back() {
    for (Kind kind : Kind.values()) {
      assertThat(Kind.find(kind.wire())).contains(kind);
    }
    for (Turn turn : Turn.values()) {
      assertThat(Turn.find(turn.wire())).contains(turn);
    }
    assertThat(Kind.TICKET_CREATED.wire()).isEqualTo("ticket_created");
    assertThat(Turn.TAKEN_AWAY.wire()).isEqualTo("taken_away");
    assertThat(Turn.find("merged")).isEmpty();
  }

  @Test
  void a_reader_of_every_app_is_told_from_one_of_some() {
    assertThat(new Reader(STAFF, Set.of("*")).seesEveryApp()).isTrue();
    assertThat(new Reader(STAFF, Set.of("bookings")).seesEveryApp()).isFalse();
  }

  private static Wording words(Recipient reader, Kind kind, @Nullable Turn turn, String status) {
    return Wording.english(reader, Optional.of(kind), turn, "BKG-000123", new TicketStatus(status));
  }
}
