package dev.handrail.endtoend.faults;

/** A process that may be killed at any time without anything being lost. */
public enum Target {
  TICKET_SERVICE("ticket-service"),
  TICKET_SERVICE_REPLICA("ticket-service-2"),
  AGENT_SERVICE("agent-service"),
  AGENT_SERVICE_REPLICA("agent-service-2"),
  NOTIFICATION_SERVICE("notification-service"),
  BROKER("kafka"),
  DATABASE("postgres");

  private final String process;

  Target(String process) {
    this.process = process;
  }

  /** Its name in the platform. */
  public String process() {
    return process;
  }
}
