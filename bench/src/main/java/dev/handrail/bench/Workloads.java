package dev.handrail.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of requests that are measured, as scripts for wrk. */
final class Workloads {

  /** Distinct words that subjects carry, so that a search finds few tickets among many. */
  static final int WORDS = 20_000;

  private Workloads() {}

  /** A new ticket; the subject ends with a rare word. */
  static String ticketBody(String rareWord) {
    return "{\"subject\":\"The tap in the kitchen drips "
        + rareWord
        + "\",\"description\":\"Since this morning the tap drips, and the plumber whom you sent last week does not answer. Please send another one before the evening.\",\"category\":\"technical\",\"source\":\"web\"}";
  }

  static Load create(Path folder, List<String> customers) {
    return new Load(
        folder,
        "create",
        tokens(customers)
            + """
            function request()
              n = n + 1
              local word = string.format("w%05d", math.random(0, WORDS - 1))
              return wrk.format("POST", "/api/v1/tickets", {
                ["Authorization"] = "Bearer " .. tokens[n % #tokens + 1],
                ["Content-Type"] = "application/json",
                ["Idempotency-Key"] = stamp .. "-" .. n
              }, (string.gsub(BODY, "RAREWORD", word)))
            end
            """
                .replace("WORDS", String.valueOf(WORDS))
                .replace("BODY", lua(ticketBody("RAREWORD"))));
  }

  static Load reply(Path folder, String agent, List<String> ids) {
    return new Load(
        folder,
        "reply",
        list("ids", ids)
            + """
            function request()
              n = n + 1
              return wrk.format("POST", "/api/v1/tickets/" .. ids[math.random(#ids)] .. "/messages", {
                ["Authorization"] = "Bearer TOKEN",
                ["Content-Type"] = "application/json",
                ["Idempotency-Key"] = stamp .. "-" .. n
              }, '{"text":"We are on our way and will be there before six."}')
            end
            """
                .replace("TOKEN", agent));
  }

  static Load read(Path folder, String agent, List<String> ids) {
    return new Load(
        folder,
        "read",
        list("ids", ids) + get("\"/api/v1/tickets/\" .. ids[math.random(#ids)]", agent));
  }

  static Load list(Path folder, String agent) {
    return new Load(folder, "list", get("\"/api/v1/tickets?app=bookings&limit=20\"", agent));
  }

  static Load latePage(Path folder, String agent, String cursor) {
    return new Load(
        folder,
        "late-page",
        get("\"/api/v1/tickets?app=bookings&limit=20&cursor=" + cursor + "\"", agent));
  }

  static Load search(Path folder, String agent) {
    return new Load(
        folder,
        "search",
        get(
            "string.format(\"/api/v1/tickets?app=bookings&limit=20&q=w%05d\", math.random(0, "
                + (WORDS - 1)
                + "))",
            agent));
  }

  private static String get(String path, String token) {
    return """
    function request()
      return wrk.format("GET", PATH, { ["Authorization"] = "Bearer TOKEN" })
    end
    """
        .replace("PATH", path)
        .replace("TOKEN", token);
  }

  private static String tokens(List<String> tokens) {
    return list("tokens", tokens);
  }

  private static String list(String name, List<String> values) {
    return "local "
        + name
        + " = {"
        + values.stream().map(Workloads::lua).collect(Collectors.joining(","))
        + "}\n";
  }

  private static String lua(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
