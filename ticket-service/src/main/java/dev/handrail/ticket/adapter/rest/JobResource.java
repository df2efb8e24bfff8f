package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.OncePerKey;
import dev.handrail.kit.web.Page;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.persistence.JobQueries;
import dev.handrail.ticket.adapter.rest.JobJson.RunJson;
import dev.handrail.ticket.application.AskForRun;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The fixed jobs and their runs. An admin sees the runs that looked at its apps, with the numbers
 * of those alone, and has a job run for them.
 */
@Path(JobResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
class JobResource {

  static final String PATH = "/api/v1/jobs";

  /** What the idempotency of asking for a run goes by; nothing is sent. */
  record Asked(String job) {}

  private final Callers callers;
  private final OncePerKey oncePerKey;
  private final TicketDoor door;
  private final CataloguePages pages;
  private final Cursors cursors;
  private final JobQueries queries;
  private final AskForRun askForRun;

  JobResource(
      Callers callers,
      OncePerKey oncePerKey,
      TicketDoor door,
      CataloguePages pages,
      Cursors cursors,
      JobQueries queries,
      AskForRun askForRun) {
    this.callers = callers;
    this.oncePerKey = oncePerKey;
    this.door = door;
    this.pages = pages;
    this.cursors = cursors;
    this.queries = queries;
    this.askForRun = askForRun;
  }

  @GET
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(operationId = "listJobs", summary = "List the jobs with their newest runs")
  public Page<JobJson> list(
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before.") @RestQuery
          @Nullable String cursor) {
    Map<Job, List<JobQueries.Run>> newest = queries.newest(callers.current(), JobJson.RUNS);
    return pages.page(
        "jobs",
        List.of(Job.values()),
        Job::wire,
        job -> JobJson.of(job, newest.getOrDefault(job, List.of())),
        limit,
        cursor);
  }

  @GET
  @Path("/{name}/runs")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "listJobRuns",
      summary = "List a job's runs",
      description = "Of the last 30 days, newest first.")
  public Page<RunJson> runs(
      @RestPath String name,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before.") @RestQuery
          @Nullable String cursor) {
    int most = Limit.of(limit);
    Job job = job(name);
    String boundTo = "runs of " + job.wire() + " " + door.identity();
    UUID before = cursor == null ? null : UUID.fromString(cursors.open(cursor, boundTo).getFirst());
    JobQueries.Slice slice = queries.runs(callers.current(), job, most, before);
    return new Page<>(
        slice.runs().stream().map(RunJson::of).toList(),
        slice.next() == null ? null : cursors.seal(List.of(slice.next().toString()), boundTo));
  }

  @GET
  @Path("/{name}/runs/{id}")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(operationId = "getJobRun", summary = "Read one run of a job")
  public RunJson run(@RestPath String name, @RestPath String id) {
    Job job = job(name);
    return uuid(id)
        .flatMap(run -> queries.run(callers.current(), job, run))
        .map(RunJson::of)
        .orElseThrow(ProblemException::notFound);
  }

  @POST
  @Path("/{name}/runs")
  @Access(
      roles = {Role.SUPPORT_AGENT, Role.ADMIN},
      permissions = Permission.MANAGE_SETTINGS)
  @Operation(
      operationId = "runJob",
      summary = "Run a job now",
      description =
          "For the apps that the caller serves. It begins within a second or so; the Location"
              + " tells how it goes. One that waits already is not put down twice.")
  @APIResponse(
      responseCode = "202",
      description = "The run, waiting.",
      content = @Content(schema = @Schema(implementation = RunJson.class)))
  public Response ask(@RestPath String name, @RestHeader(OncePerKey.HEADER) @Nullable String key) {
    return oncePerKey.run(key, new Asked(name), () -> asked(name));
  }

  private Response asked(String name) {
    Caller caller = callers.current();
    UUID id = askForRun.handle(new AskForRun.Command(caller, name));
    RunJson run =
        queries.run(caller, job(name), id).map(RunJson::of).orElseThrow(ProblemException::notFound);
    return Response.status(Response.Status.ACCEPTED)
        .header(HttpHeaders.LOCATION, PATH + "/" + name + "/runs/" + id)
        .entity(run)
        .build();
  }

  private static Job job(String name) {
    return Wire.find(Job.class, name).orElseThrow(ProblemException::notFound);
  }

  private static Optional<UUID> uuid(String id) {
    try {
      return Optional.of(UUID.fromString(id)).filter(u -> u.toString().equalsIgnoreCase(id));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }
}
