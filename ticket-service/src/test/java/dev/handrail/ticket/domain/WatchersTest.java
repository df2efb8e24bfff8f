package dev.handrail.ticket.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchersTest {

  @Test
  void staff_comes_and_goes_in_order_and_each_is_there_once() {
    Ticket ticket = Fixtures.aTicket().watchedBy(List.of("ada", "bob")).build();

    assertThat(ticket.watchersWith("eve")).containsExactly("ada", "bob", "eve");
    assertThat(ticket.watchersWith("ada")).isEqualTo(ticket.watchers());
    assertThat(ticket.watchersWithout("ada")).containsExactly("bob");
    assertThat(ticket.watchersWithout("eve")).isEqualTo(ticket.watchers());
  }

  @Test
  void a_hundred_may_follow_a_ticket_and_no_more() {
    List<String> hundred = IntStream.range(0, 100).mapToObj(i -> "agent-" + i).toList();
    Ticket almost = Fixtures.aTicket().watchedBy(hundred.subList(0, 99)).build();
    Ticket full = Fixtures.aTicket().watchedBy(hundred).build();

    assertThat(almost.watchersWith("agent-99")).isEqualTo(hundred);
    assertThat(full.watchersWith("agent-7")).isEqualTo(hundred);
    assertThatThrownBy(() -> full.watchersWith("one-more"))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, c -> assertThat(c.slug()).isEqualTo("too-many-watchers"));
  }

  @Test
  void whatever_happens_to_a_ticket_its_watchers_stay() {
    Ticket ticket = Fixtures.aTicket().watchedBy(List.of("eve")).build();
    Caller ada = Fixtures.AGENT;

    Ticket after =
        ticket
            .assign(Fixtures.ADA, ada, Fixtures.BOOKINGS, Fixtures.NOON)
            .after()
            .changeStatus(Status.RESOLVED, null, ada, Fixtures.BOOKINGS, Fixtures.NOON)
            .after();
    assertThat(after.watchers()).containsExactly("eve");
  }
}
