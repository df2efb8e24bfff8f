package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.JobRuns;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has a job run now, for the apps that the admin serves (T17). */
@ApplicationScoped
public class AskForRun {

  /**
   * @param job wire value
   */
  public record Command(Caller caller, String job) {}

  private final JobRuns runs;
  private final AppProfiles profiles;
  private final Clock clock;

  AskForRun(JobRuns runs, AppProfiles profiles, Clock clock) {
    this.runs = runs;
    this.profiles = profiles;
    this.clock = clock;
  }

  /**
   * @return the id of the run, which some replica does in a moment
   * @throws TicketProblem.NotFound when there is no such job
   */
  @Transactional
  public UUID handle(Command c) {
    c.caller().requireStaff();
    c.caller().require(Permission.MANAGE_SETTINGS);
    Job job = Wire.find(Job.class, c.job()).orElseThrow(TicketProblem.NotFound::new);
    return runs.ask(job, appsOf(c.caller()), c.caller().id(), clock.instant());
  }

  private @Nullable Set<String> appsOf(Caller caller) {
    return caller.apps().contains(Caller.EVERY_APP)
        ? null
        : profiles.all().stream()
            .map(AppProfile::key)
            .filter(caller::serves)
            .collect(Collectors.toUnmodifiableSet());
  }
}
