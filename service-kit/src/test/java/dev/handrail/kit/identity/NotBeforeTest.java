package dev.handrail.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.web.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which agents' tokens the list makes void, and what is said when it is old. */
class NotBeforeTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final String AGENTS = "handrail-agents";

  private final List<NotBeforeList.Entry> entries = new ArrayList<>();
  private Instant listedAt = NOON;
  private boolean away;
  private long nanos = Long.MAX_VALUE - 1_000;
  private int calls;

  private final NotBefore list = list(AGENTS);

  private NotBefore list(@Nullable String agentIssuer) {
    return new NotBefore(
        () -> {
          calls++;
          if (away) {
            throw new IOException("away");
          }
          return new NotBeforeList(listedAt, calls, entries);
        },
        agentIssuer,
        Duration.ofSeconds(60),
        Clock.fixed(NOON, ZoneOffset.UTC),
        () -> nanos);
  }

  private static VerifiedToken token(
      String issuer, String subject, String role, @Nullable Long version) {
    return new VerifiedToken(
        issuer,
        subject,
        Set.of(role),
        null,
        Set.of("*"),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        version,
        null,
        NOON);
  }

  private static VerifiedToken agent(@Nullable Long version) {
    return token(AGENTS, "ann", Roles.SUPPORT_AGENT, version);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @ParameterizedTest
  @CsvSource({
    // issuer, role, ver, suspended, passes
    "handrail-agents, support_agent, 7, false, true",
    "handrail-agents, support_agent, 8, false, true",
    "handrail-agents, support_agent, 6, false, false",
    "handrail-agents, support_agent, 8, true, false",
    "handrail-agents, support_agent, , false, false",
    "handrail-agents, admin, 6, false, false",
    "handrail-agents, admin, 7, true, false",
    "https://platform.test, support_agent, , false, true",
    "https://platform.test, support_agent, 6, false, true",
    "https://platform.test, support_agent, , true, false",
    "https://platform.test, admin, , true, true",
    "https://platform.test, customer, , true, true",
    "https://platform.test, service, , true, true"
  })
  void an_entry_voids_what_it_should(
      String issuer, String role, @Nullable Long version, boolean suspended, boolean passes)
      throws Exception {
    entries.add(new NotBeforeList.Entry("ann", 7, suspended));
    list.refresh();

    VerifiedToken token = token(issuer, "ann", role, version);

    if (passes) {
      assertThatCode(() -> list.check(token)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> list.check(token)).isInstanceOf(RefusedToken.class);
    }
  }

  @Test
  void who_is_not_listed_passes_and_the_list_grows_and_shrinks() throws Exception {
    list.refresh();
    list.check(agent(1L));

    entries.add(new NotBeforeList.Entry("ann", 2, false));
    list.refresh();
    assertThatThrownBy(() -> list.check(agent(1L))).isInstanceOf(RefusedToken.class);
    list.check(agent(2L));

    entries.clear();
    list.refresh();
    list.check(agent(1L));
  }

  @Test
  void the_stricter_of_two_entries_counts() throws Exception {
    entries.add(new NotBeforeList.Entry("ann", 2, true));
    entries.add(new NotBeforeList.Entry("ann", 5, false));
    list.refresh();

    assertThatThrownBy(() -> list.check(agent(9L))).isInstanceOf(RefusedToken.class);
  }

  @Test
  void before_the_first_list_nothing_can_be_said_of_agents() throws Exception {
    assertUnavailable(agent(1L));
    assertThat(list.ageSeconds()).isNaN();
    list.check(token("https://platform.test", "42", Roles.CUSTOMER, null));
    list.check(token("https://platform.test", "root", Roles.ADMIN, null));
  }

  @Test
  void while_agent_service_is_away_the_last_list_is_good_for_a_minute() throws Exception {
    entries.add(new NotBeforeList.Entry("bob", 2, true));
    list.refresh();
    away = true;

    pass(Duration.ofSeconds(60));
    assertThatThrownBy(list::refresh).isInstanceOf(IOException.class);
    list.check(agent(1L));
    assertThat(list.ageSeconds()).isEqualTo(60);

    pass(Duration.ofNanos(1));
    assertUnavailable(agent(1L));
    assertUnavailable(token("https://platform.test", "eve", Roles.SUPPORT_AGENT, null));
    assertUnavailable(token(AGENTS, "root", Roles.ADMIN, 1L));
    list.check(token("https://platform.test", "root", Roles.ADMIN, null));

    away = false;
    list.refresh();
    list.check(agent(1L));
  }

  @Test
  void a_list_that_is_itself_old_is_no_list() throws Exception {
    listedAt = NOON.minusSeconds(91);
    assertThatThrownBy(list::refresh).isInstanceOf(IOException.class);
    assertUnavailable(agent(1L));

    listedAt = NOON.minusSeconds(90);
    list.refresh();
    list.check(agent(1L));
  }

  @Test
  void looking_asks_nobody() throws Exception {
    list.refresh();
    for (int i = 0; i < 100; i++) {
      list.check(
          token("https://elsewhere.test/" + i, "http://127.0.0.1/" + i, "support_agent", 1L));
    }

    assertThat(calls).isEqualTo(1);
  }

  @Test
  void where_agent_service_is_no_issuer_only_suspension_counts() throws Exception {
    NotBefore elsewhere = list(null);
    entries.add(new NotBeforeList.Entry("ann", 7, false));
    elsewhere.refresh();

    elsewhere.check(agent(1L));
  }

  private void assertUnavailable(VerifiedToken token) {
    assertThatThrownBy(() -> list.check(token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.problem().retryAfter()).isPositive();
            });
  }
}
