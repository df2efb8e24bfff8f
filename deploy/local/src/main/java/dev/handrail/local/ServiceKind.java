package dev.handrail.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A service of the platform, as the launcher knows it. */
enum ServiceKind {
  TICKET("ticket-service", "ticket"),
  AGENT("agent-service", "agent"),
  NOTIFICATION("notification-service", "notification");

  private final String serviceName;
  private final String database;

  ServiceKind(String serviceName, String database) {
    this.serviceName = serviceName;
    this.database = database;
  }

  String serviceName() {
    return serviceName;
  }

  String database() {
    return database;
  }

  /** What its build makes. */
  Path jar(Path projectRoot) {
    return projectRoot.resolve(serviceName).resolve("target/quarkus-app/quarkus-run.jar");
  }

  static List<String> names() {
    return Arrays.stream(values()).map(ServiceKind::serviceName).toList();
  }

  /** Takes {@code ticket-service} and {@code ticket}. */
  static ServiceKind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.serviceName.equals(name) || kind.database.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    "\""
                        + name
                        + "\" is not a service: there are "
                        + String.join(", ", names())
                        + "."));
  }
}
