package dev.handrail.local;

import java.io.PrintStream;
import java.util.Optional;

/** Shows what runs, and whether it is well. */
final class Status {
  private Status() {}

  /**
   * @return whether all of it is ready
   */
  static boolean print(DataFolder folder, RunState state, PrintStream out) {
    out.println("Handrail on " + folder.path() + " is " + state.state() + ".");
    out.println();
    boolean allReady = state.state().equals(RunState.READY);
    allReady &=
        row(
            folder,
            Platform.POSTGRES,
            "127.0.0.1:" + state.postgresPort(),
            Probe.listens(state.postgresPort()),
            out);
    allReady &=
        row(
            folder,
            Platform.KAFKA,
            "127.0.0.1:" + state.kafkaPort(),
            Probe.listens(state.kafkaPort()),
            out);
    for (var service : new java.util.TreeMap<>(state.services()).entrySet()) {
      boolean ready = Probe.answers(service.getValue().managementUrl() + "/q/health/ready");
      allReady &= row(folder, service.getKey(), service.getValue().url(), ready, out);
    }
    if (!state.services().isEmpty()) {
      allReady &=
          row(
              folder,
              Platform.GATEWAY,
              state.gatewayUrl(),
              Probe.answers(state.gatewayUrl() + "/health"),
              out);
    }
    return allReady;
  }

  private static boolean row(
      DataFolder folder, String name, String where, boolean answers, PrintStream out) {
    Optional<ProcessIdentity> process = folder.pidFile(name).living();
    String state = process.isEmpty() ? "not running" : answers ? "ready" : "not ready";
    out.printf(
        "  %-22s %-12s %-9s %s%n",
        name, state, process.map(one -> String.valueOf(one.pid())).orElse("-"), where);
    return process.isPresent() && answers;
  }
}
