package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ticket-service       | tickets tickets/BKG-000123 tickets/BKG-000123/messages ratings audit people people/7/data apps categories custom-fields canned-responses macros rules views sla-policies business-calendars linkable erasures platform-events conversations conversations/1/ticket attachments attachments/1/thumbnail jobs jobs/close_resolved/runs
          agent-service        | agents agents/me/availability sessions sessions/refresh sessions/current password-resets departments departments/billing/routing teams
          notification-service | notifications notifications/unread-count notification-preferences push-subscriptions push-key webhooks webhooks/1/deliveries stream feed live live-tickets
          faq-service          | faqs faqs/how-to-pay/vote faq-categories faq-analytics
          analytics-service    | analytics/overview analytics/rebuilds
          """)
  void everyRouteOfTheContractGoesToItsService(String service, String paths) {
    for (String path : paths.split(" ", -1)) {
      Route route = Routes.of("/api/v1/" + path);
      assertThat(route).as(path).isNotNull();
      assertThat(route.service()).as(path).isEqualTo(service);
    }
  }

  @Test
  void theKeysOfAgentServiceAreAtTheRoot() {
    assertThat(Routes.of("/.well-known/jwks.json"))
        .isEqualTo(new Route("agent-service", Route.Kind.ORDINARY));
    assertThat(Routes.of("/.well-known/openid-configuration")).isNull();
  }

  @Test
  void uploadsStreamsAndSocketsAreKnownAsSuch() {
    assertThat(Routes.of("/api/v1/attachments"))
        .isEqualTo(new Route("ticket-service", Route.Kind.UPLOAD));
    assertThat(Routes.of("/api/v1/stream"))
        .isEqualTo(new Route("notification-service", Route.Kind.EVENTS));
    assertThat(Routes.of("/api/v1/live"))
        .isEqualTo(new Route("notification-service", Route.Kind.SOCKET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/q/health",
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v1/q/health",
        "/api/v1/nothing",
        "/api/v1/Tickets",
        "/api/v1/ticket",
        "/api/v1/tickets1",
        "/api/v1/%74ickets",
        "/api/v2/tickets",
        "/API/v1/tickets",
        "/tickets",
        "/api/v1/internal/texts",
        "/internal",
        "/internal/not-before",
        "/internal/agents",
        "/api/v1/internal",
        "/api/v1/internal/not-before",
        "/api/v1tickets"
      })
  void nothingElseHasARoute(String path) {
    assertThat(Routes.of(path)).isNull();
  }
}
