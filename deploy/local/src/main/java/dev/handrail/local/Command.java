package dev.handrail.local;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was asked on the command line. A null data folder means the default one. */
sealed interface Command {
  String USAGE =
      """
      Usage: ./handrail COMMAND

        start [--detach] [--port N] [--data DIR]   build what is not built and run everything
        stop [--data DIR]                          stop it cleanly
        status [--data DIR]                        what runs, and where
        logs [SERVICE] [--follow] [--data DIR]     the newest lines of the logs
        token ROLE [SUBJECT] [--app KEY] [--name N] [--email E] [--ttl D] [--data DIR]
                                                   a JWT; ROLE: customer, support_agent, admin, service
        demo [--data DIR]                          let an agent join and drive a ticket through its life on the running system
        bench [ARGUMENTS]                          measure, and write the report
        test                                       run every test
      """;

  /** Where the gateway listens unless told otherwise. */
  int DEFAULT_PORT = 8080;

  /** Start everything; {@code detached} returns when it is up. */
  record Start(boolean detached, int port, @Nullable Path data) implements Command {}

  /** What a detached start leaves behind: the process that watches the others. */
  record Supervise(int port, @Nullable Path data) implements Command {}

  /** What the script does after a build. */
  record Train() implements Command {}

  record Stop(@Nullable Path data) implements Command {}

  record Status(@Nullable Path data) implements Command {}

  record Logs(@Nullable String service, boolean follow, @Nullable Path data) implements Command {}

  record Token(TokenRequest request, @Nullable Path data) implements Command {}

  record Demo(@Nullable Path data) implements Command {}

  record Help() implements Command {}

  /**
   * @throws Refusal if the line makes no sense
   */
  static Command parse(List<String> line) {
    if (line.isEmpty()) {
      return new Help();
    }
    Arguments arguments;
    return switch (line.getFirst()) {
      case "start" -> {
        arguments = Arguments.read(line, Set.of("--port", "--data"), Set.of("--detach"), 0);
        yield new Start(arguments.has("--detach"), arguments.port(), arguments.data());
      }
      case "supervise" -> {
        arguments = Arguments.read(line, Set.of("--port", "--data"), Set.of(), 0);
        yield new Supervise(arguments.port(), arguments.data());
      }
      case "train" -> {
        Arguments.read(line, Set.of(), Set.of(), 0);
        yield new Train();
      }
      case "stop" -> new Stop(Arguments.read(line, Set.of("--data"), Set.of(), 0).data());
      case "status" -> new Status(Arguments.read(line, Set.of("--data"), Set.of(), 0).data());
      case "demo" -> new Demo(Arguments.read(line, Set.of("--data"), Set.of(), 0).data());
      case "logs" -> {
        arguments = Arguments.read(line, Set.of("--data"), Set.of("--follow"), 1);
        yield new Logs(arguments.positional(0), arguments.has("--follow"), arguments.data());
      }
      case "token" -> {
        arguments =
            Arguments.read(
                line, Set.of("--data", "--app", "--name", "--email", "--ttl"), Set.of(), 2);
        yield new Token(tokenRequest(arguments), arguments.data());
      }
      case "help", "--help", "-h" -> new Help();
      default ->
          throw Refusal.usage(
              "\"" + line.getFirst() + "\" is not a command; ./handrail help lists them.");
    };
  }

  private static TokenRequest tokenRequest(Arguments arguments) {
    String role = arguments.positional(0);
    if (role == null) {
      throw Refusal.usage("Say whose token: customer, support_agent, admin or service.");
    }
    TokenRequest request = TokenRequest.of(role, arguments.positional(1));
    String app = arguments.value("--app");
    String name = arguments.value("--name");
    String email = arguments.value("--email");
    String lifetime = arguments.value("--ttl");
    request = app == null ? request : request.withApp(app);
    request = name == null ? request : request.withName(name);
    request = email == null ? request : request.withEmail(email);
    return lifetime == null ? request : request.withLifetime(DurationText.parse(lifetime));
  }

  /** The words after the command, sorted out. */
  record Arguments(
      String command, List<String> positionals, Map<String, String> values, Set<String> flags) {
    static Arguments read(
        List<String> line, Set<String> valued, Set<String> flags, int mostPositionals) {
      var positionals = new java.util.ArrayList<String>();
      var values = new HashMap<String, String>();
      var given = new HashSet<String>();
      String command = line.getFirst();
      Deque<String> rest = new ArrayDeque<>(line.subList(1, line.size()));
      while (!rest.isEmpty()) {
        String word = rest.removeFirst();
        int equals = word.indexOf('=');
        String option = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
        if (valued.contains(option)) {
          String value = option.equals(word) ? rest.pollFirst() : word.substring(equals + 1);
          if (value == null || value.isBlank()) {
            throw Refusal.usage(option + " needs a value.");
          }
          if (values.put(option, value) != null) {
            throw Refusal.usage(option + " was given twice.");
          }
        } else if (flags.contains(word)) {
          given.add(word);
        } else if (word.startsWith("-")) {
          throw Refusal.usage(
              word + " is not an option of \"" + command + "\"; ./handrail help lists them.");
        } else if (positionals.size() == mostPositionals) {
          throw Refusal.usage("\"" + command + "\" does not take \"" + word + "\".");
        } else {
          positionals.add(word);
        }
      }
      return new Arguments(command, positionals, values, given);
    }

    boolean has(String flag) {
      return flags.contains(flag);
    }

    @Nullable String value(String option) {
      return values.get(option);
    }

    @Nullable String positional(int index) {
      return index < positionals.size() ? positionals.get(index) : null;
    }

    @Nullable Path data() {
      String data = values.get("--data");
      return data == null ? null : Path.of(data);
    }

    int port() {
      String text = values.get("--port");
      if (text == null) {
        return DEFAULT_PORT;
      }
      try {
        int port = Integer.parseInt(text);
        if (port >= 1 && port <= 65_535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Answered below.
      }
      throw Refusal.usage("--port must be a whole number from 1 to 65535, not \"" + text + "\".");
    }
  }
}
