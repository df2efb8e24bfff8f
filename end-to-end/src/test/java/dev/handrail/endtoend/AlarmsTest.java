package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.endtoend.Gate.Answer;
import dev.handrail.endtoend.Gate.Caller;
import dev.handrail.endtoend.PlatformExtension.Platforms;
import dev.handrail.local.Platform;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Alarms of SLA targets while two replicas and their database are killed. Last, so that its replica
 * is nobody else's.
 */
@ExtendWith(PlatformExtension.class)
@Order(Integer.MAX_VALUE - 1)
class AlarmsTest {
  private static final int TICKETS = 150;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final String POLICY =
      """
      {"key": "alarms", "app": "bookings", "match": {"category": ["other"]},
       "targets": {"low": {"firstResponse": "PT10S", "resolution": "PT20S"}}}""";

  private static final String UNANSWERED =
      """
      {"subject": "Nobody answers", "description": "Hello?", "category": "other", "priority": "low"}""";

  private final Platforms platforms;

  AlarmsTest(Platforms platforms) {
    this.platforms = platforms;
  }

  @Test
  void no_kill_loses_an_alarm_or_says_it_twice() {
    Platform platform = platforms.current();
    String replica = platform.addReplica("ticket-service");
    Gate gate = new Gate(platform);
    Caller admin = gate.admin();
    assertThat(admin.post("/api/v1/sla-policies", POLICY).status()).isEqualTo(201);
    Caller customer = gate.customer("alarms-cora");
    List<String> tickets = IntStream.range(0, TICKETS).mapToObj(i -> opened(customer)).toList();

    try (EventLog log = new EventLog(platform)) {
      // Opened, targets set, and the first alarm: now both replicas are at it.
      log.of(tickets.getFirst(), 3, LONGEST);
      kill(platform, "ticket-service");
      kill(platform, replica);
      platform.awaitReady(LONGEST);
      kill(platform, Platform.POSTGRES);
      platform.awaitReady(LONGEST);

      for (String ticket : tickets) {
        assertThat(differentOnes(log, ticket))
            .as(ticket)
            .containsExactlyInAnyOrder(
                "TicketCreated",
                "SlaTargetsSet",
                "SlaAtRisk first_response",
                "SlaBreached first_response",
                "SlaAtRisk resolution",
                "SlaBreached resolution");
      }
    } finally {
      admin.delete("/api/v1/sla-policies/alarms?app=bookings");
    }
  }

  /**
   * What happened to a ticket, once that is enough; an event that came twice counts once. A job
   * that comes every ten minutes may also find it overdue.
   */
  private static List<String> differentOnes(EventLog log, String ticket) {
    int least = 6;
    while (true) {
      List<EventLog.Event> seen = log.of(ticket, least, LONGEST);
      Map<String, String> byId = new LinkedHashMap<>();
      seen.stream()
          .filter(event -> !event.type().contains("TicketOverdue"))
          .forEach(event -> byId.put(event.id(), inWords(event)));
      if (byId.size() >= 6) {
        return List.copyOf(byId.values());
      }
      least = seen.size() + 1;
    }
  }

  private static String opened(Caller customer) {
    Answer answer = customer.post("/api/v1/tickets", UNANSWERED);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.text("id");
  }

  private static String inWords(EventLog.Event event) {
    String type = event.type().replaceAll("handrail\\.|\\.v1", "");
    String target = event.data().at("/detail/target").asText();
    return target.isEmpty() ? type : type + " " + target;
  }

  private static void kill(Platform platform, String process) {
    ProcessHandle.of(platform.pid(process)).orElseThrow().destroyForcibly();
  }
}
