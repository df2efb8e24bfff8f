package dev.handrail.local;

import java.nio.file.Path;
import java.time.Duration;

/** What a person wants to know once everything runs. */
final class Summary {
  /** Ends the summary, and nothing else that is printed while starting. */
  static final String LAST_WORDS = "stops everything.";

  private Summary() {}

  static String of(Platform platform, Path root, Duration took) {
    Path data = platform.dataFolder();
    String option = data.equals(root.resolve(".handrail")) ? "" : " --data " + quoted(data);
    String api = platform.gatewayUrl() + "/api/v1";
    return """
        Handrail is up after %.1f s.

          Gateway   %s        the API is under /api/v1
          Try it    %s/docs
          Health    %s/health
          Data      %s
          Logs      %s        ./handrail logs [service]%s

        Tokens, good for 12 hours, for the app "bookings" (./handrail token makes others):

          customer
          %s

          support_agent
          %s

          admin
          %s

        The first admin, who lets agents in (POST %s/sessions):

          %s
          %s

        Three lines to try, after this one:

          CUSTOMER=$(./handrail token customer%s); AGENT=$(./handrail token support_agent%s)
          curl -s %s/tickets -H "Authorization: Bearer $CUSTOMER" -H 'Content-Type: application/json' -d '{"subject": "Nobody came", "description": "I waited for an hour.", "category": "booking"}'
          curl -s %s/tickets -H "Authorization: Bearer $AGENT"
          curl -s %s/notifications -H "Authorization: Bearer $CUSTOMER"

        ./handrail demo%s drives a ticket through its life; ./handrail stop%s %s
        """
        .formatted(
            took.toMillis() / 1000.0,
            platform.gatewayUrl(),
            platform.gatewayUrl(),
            platform.gatewayUrl(),
            data,
            data.resolve("logs"),
            option,
            token(platform, "customer"),
            token(platform, "support_agent"),
            token(platform, "admin"),
            api,
            platform.firstAdmin().email(),
            platform.firstAdmin().password(),
            option,
            option,
            api,
            api,
            api,
            option,
            option,
            LAST_WORDS);
  }

  private static String token(Platform platform, String role) {
    return platform.token(TokenRequest.of(role, null));
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
