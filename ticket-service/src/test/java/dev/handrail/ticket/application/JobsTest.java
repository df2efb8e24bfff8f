package dev.handrail.ticket.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.JobQueries;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.DueTickets;
import dev.handrail.ticket.application.port.JobRuns;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.EscalateSince;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.JobRun;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jobs on the real database, on the tickets of an app of their own. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class JobsTest {
  private static final AtomicInteger APPS = new AtomicInteger();
  private static final Duration AGO = Duration.ofDays(10);

  @Inject JobRuns runs;
  @Inject DueTickets due;
  @Inject WorkOffTickets workOff;
  @Inject AppProfiles profiles;
  @Inject TicketRepository tickets;
  @Inject TicketQueries queries;
  @Inject JobQueries jobQueries;
  @Inject Clock clock;
  @Inject Sql sql;

  private final List<UUID> failed = new ArrayList<>();
  private AppProfile app;
  private Caller admin;
  private int number;

  @BeforeEach
  void anAppOfItsOwn() {
    int n = APPS.incrementAndGet();
    app = Fixtures.profile("jobs" + n, "JB" + n, Status.values());
    admin = Fixtures.caller("job-admin", Role.ADMIN, app.key());
    QuarkusTransaction.requiringNew().run(() -> profiles.save(app));
    // What other tests asked for and nobody did.
    sql.update("DELETE FROM job_run WHERE finished_at IS NULL");
  }

  @ParameterizedTest
  @EnumSource(EscalateSince.class)
  void each_job_does_what_is_due_and_only_once(EscalateSince since) {
    app = Fixtures.timed(app, since, app.escalateAfter());
    List<Ticket> old = many(25, AGO);
    Ticket fresh = open(Duration.ofMinutes(30));
    List<Ticket> resolved = old.subList(0, 23).stream().map(t -> resolve(t, AGO)).toList();
    Ticket reopened =
        save(
            resolved
                .getFirst()
                .reopen(
                    "no",
                    null,
                    Fixtures.CUSTOMER,
                    app,
                    clock.instant().minus(Duration.ofHours(1))));

    assertThat(changed(Job.CLOSE_RESOLVED)).isEqualTo(22);
    assertThat(changed(Job.CLOSE_RESOLVED)).isZero();
    assertThat(stored(resolved.getLast()).status()).isEqualTo(Status.CLOSED);
    assertThat(stored(reopened).status()).isEqualTo(Status.REOPENED);

    // Opened ten days ago, but touched within the hour.
    int aged = since == EscalateSince.CREATION ? 3 : 2;
    assertThat(changed(Job.ESCALATE_WAITING)).isEqualTo(aged);
    assertThat(changed(Job.ESCALATE_WAITING)).isZero();
    assertThat(stored(old.getLast()).escalationLevel()).isEqualTo(1);
    assertThat(stored(fresh).escalationLevel()).isZero();

    assertThat(changed(Job.REQUEST_RATINGS)).isEqualTo(22);
    assertThat(changed(Job.REQUEST_RATINGS)).isZero();
    assertThat(changed(Job.REMIND_RATINGS)).isZero();
    // The reopened one has its time anew, and the fresh one has some left.
    assertThat(changed(Job.ALERT_OVERDUE)).isEqualTo(2);
    assertThat(changed(Job.ALERT_OVERDUE)).isZero();

    assertThat(actions(resolved.getLast()))
        .containsExactly("rating_requested", "ticket_closed", "ticket_resolved", "ticket_created");
    assertThat(queries.history(resolved.getLast().id(), 1, null).entries().getFirst().actor())
        .isEqualTo(Actor.system("job request_ratings"));
  }

  @Test
  void of_many_replicas_one_runs_a_slot() {
    Instant slot = Instant.parse("2001-01-01T00:00:00Z").plusSeconds(60L * APPS.get());
    many(3, AGO).forEach(t -> resolve(t, AGO));
    List<CompletableFuture<Boolean>> all =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> jobs().runSlot(Job.CLOSE_RESOLVED, slot, "r" + i, watch())))
            .toList();

    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(
            sql.first(
                "SELECT count(*) AS n FROM job_run WHERE slot = ?",
                row -> row.longValue("n"),
                slot))
        .contains(1L);
  }

  @Test
  void four_runs_at_once_do_each_ticket_once() {
    List<Ticket> resolved = many(90, AGO).stream().map(t -> resolve(t, AGO)).toList();
    List<JobRun> begun =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    runs.begin(
                            Job.CLOSE_RESOLVED,
                            Instant.parse("2002-01-01T00:00:00Z").plusSeconds(100L * number + i),
                            "r" + i,
                            clock.instant())
                        .orElseThrow())
            .toList();

    begun.stream()
        .map(run -> CompletableFuture.runAsync(() -> workOffAll(run, resolved)))
        .toList()
        .forEach(CompletableFuture::join);
    // What they skipped because another held it is left to the next run.
    changed(Job.CLOSE_RESOLVED);

    assertThat(resolved)
        .allSatisfy(
            t ->
                assertThat(actions(t))
                    .containsExactly("ticket_closed", "ticket_resolved", "ticket_created"));
    assertThat(changedByApp()).isEqualTo(90);
  }

  @Test
  void a_run_whose_runner_died_is_taken_over_and_the_old_runner_commits_nothing_more() {
    List<Ticket> resolved = many(2, AGO).stream().map(t -> resolve(t, AGO)).toList();
    JobRun first =
        runs.begin(
                Job.CLOSE_RESOLVED,
                Instant.parse("2003-01-01T00:00:00Z").plusSeconds(APPS.get()),
                "dead",
                clock.instant())
            .orElseThrow();
    assertThat(runs.takeUp("other", clock.instant())).isEmpty();

    sql.update(
        "UPDATE job_run SET heartbeat_at = heartbeat_at - interval '2 minutes' WHERE id = ?",
        first.id());
    JobRun second = runs.takeUp("other", clock.instant()).orElseThrow();
    assertThat(second).isEqualTo(new JobRun(first.id(), first.job(), null, 2));

    assertThatThrownBy(
            () ->
                workOff.handle(
                    new WorkOffTickets.Command(first, app, List.of(resolved.getFirst().id()))))
        .isInstanceOf(WorkOffTickets.RunLost.class);
    assertThat(stored(resolved.getFirst()).status()).isEqualTo(Status.RESOLVED);
    runs.finish(first, clock.instant(), null);
    assertThat(runOf(second).finishedAt()).isNull();

    assertThat(
            workOff.handle(
                new WorkOffTickets.Command(
                    second, app, resolved.stream().map(Ticket::id).toList())))
        .isEqualTo(2);
    runs.finish(second, clock.instant(), null);
    assertThat(runOf(second).changed()).isEqualTo(2);
    assertThat(runOf(second).finishedAt()).isNotNull();
  }

  @Test
  void a_run_on_which_one_runner_after_the_other_dies_is_given_up() {
    UUID id = ask(Job.ALERT_OVERDUE);
    for (int i = 0; i < 3; i++) {
      runs.takeUp("r" + i, clock.instant());
      sql.update("UPDATE job_run SET heartbeat_at = 'epoch' WHERE id = ?", id);
    }
    assertThat(jobs().runWaiting("last", watch())).isTrue();

    assertThat(jobQueries.run(admin, Job.ALERT_OVERDUE, id).orElseThrow().failure())
        .startsWith("Given up");
    assertThat(jobs().runWaiting("last", watch())).isFalse();
  }

  @Test
  void a_stop_lays_the_run_down_and_another_takes_it_up_at_once() {
    many(3, AGO).forEach(t -> resolve(t, AGO));
    UUID id = ask(Job.CLOSE_RESOLVED);
    assertThat(jobs().runWaiting("stopping", new Watching(false))).isTrue();
    assertThat(jobQueries.run(admin, Job.CLOSE_RESOLVED, id).orElseThrow().finishedAt()).isNull();

    assertThat(jobs().runWaiting("other", watch())).isTrue();
    var run = jobQueries.run(admin, Job.CLOSE_RESOLVED, id).orElseThrow();
    assertThat(run.finishedAt()).isNotNull();
    assertThat(run.failure()).isNull();
    assertThat(run.changed()).isEqualTo(3);
  }

  @Test
  void a_ticket_that_cannot_be_changed_holds_up_no_other() {
    List<Ticket> resolved = many(5, AGO).stream().map(t -> resolve(t, AGO)).toList();
    Ticket broken = resolved.get(2);
    // A line stands where the next one would go.
    sql.update(
        """
        INSERT INTO history (ticket_id, sequence, number, app, at, actor_id, actor_kind, origin,
          action, changes) VALUES (?, ?, 'X', 'x', now(), 'x', 'system', 'x', 'x', '[]')
        """,
        broken.id(),
        broken.eventSequence() + 1);

    UUID id = ask(Job.CLOSE_RESOLVED);
    jobs().runWaiting("r", watch());

    var run = jobQueries.run(admin, Job.CLOSE_RESOLVED, id).orElseThrow();
    assertThat(run.changed()).isEqualTo(4);
    assertThat(run.failure()).isNotNull().doesNotContain(broken.number());
    assertThat(failed).containsExactly(broken.id());
    assertThat(stored(broken).status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void a_ticket_that_somebody_holds_is_left_and_nobody_waits() {
    List<Ticket> resolved = many(2, AGO).stream().map(t -> resolve(t, AGO)).toList();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              tickets.findForChange(resolved.getFirst().id().toString());
              try {
                assertThat(CompletableFuture.supplyAsync(() -> changed(Job.CLOSE_RESOLVED)).get())
                    .isEqualTo(1);
              } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(stored(resolved.getFirst()).status()).isEqualTo(Status.RESOLVED);
    assertThat(changed(Job.CLOSE_RESOLVED)).isEqualTo(1);
  }

  @Test
  void a_run_asked_for_is_for_the_apps_of_who_asked_and_waits_once() {
    resolve(open(AGO), AGO);
    UUID elsewhere =
        QuarkusTransaction.requiringNew()
            .call(() -> runs.ask(Job.CLOSE_RESOLVED, Set.of("desk"), "other", clock.instant()));
    jobs().runWaiting("r", watch());
    UUID own = ask(Job.CLOSE_RESOLVED);
    assertThat(ask(Job.CLOSE_RESOLVED)).isEqualTo(own).isNotEqualTo(elsewhere);
    assertThat(jobQueries.run(admin, Job.CLOSE_RESOLVED, elsewhere)).isEmpty();
    assertThat(jobQueries.run(admin, Job.ALERT_OVERDUE, own)).isEmpty();
    jobs().runWaiting("r", watch());

    assertThat(jobQueries.run(admin, Job.CLOSE_RESOLVED, own).orElseThrow().changed()).isEqualTo(1);
    Caller stranger = Fixtures.caller("stranger", Role.ADMIN, "desk");
    assertThat(jobQueries.run(stranger, Job.CLOSE_RESOLVED, own)).isEmpty();
  }

  @Test
  void an_admin_of_another_app_sees_a_run_of_all_apps_without_the_numbers_of_others() {
    resolve(open(AGO), AGO);
    Instant slot = Instant.parse("2004-01-01T00:00:00Z").plusSeconds(APPS.get());
    jobs().runSlot(Job.CLOSE_RESOLVED, slot, "r", watch());

    assertThat(ofSlot(admin, slot).changed()).isEqualTo(1);
    assertThat(ofSlot(Fixtures.caller("stranger", Role.ADMIN, "desk"), slot).changed()).isZero();
  }

  @Test
  void runs_are_forgotten_in_time() {
    runs.begin(Job.REMIND_RATINGS, Instant.parse("2005-01-01T00:00:00Z"), "r", clock.instant())
        .ifPresent(run -> runs.finish(run, clock.instant(), null));
    runs.forget(Job.REMIND_RATINGS, clock.instant().minus(Duration.ofDays(1)));
    assertThat(jobQueries.runs(admin, Job.REMIND_RATINGS, 100, null).runs()).isNotEmpty();
    runs.forget(Job.REMIND_RATINGS, clock.instant().plus(Duration.ofDays(1)));
    assertThat(jobQueries.runs(admin, Job.REMIND_RATINGS, 100, null).runs()).isEmpty();
  }

  private JobQueries.Run ofSlot(Caller caller, Instant slot) {
    return jobQueries.runs(caller, Job.CLOSE_RESOLVED, 100, null).runs().stream()
        .filter(run -> slot.equals(run.slot()))
        .findFirst()
        .orElseThrow();
  }

  private JobQueries.Run runOf(JobRun run) {
    return jobQueries.run(admin, run.job(), run.id()).orElseThrow();
  }

  private long changedByApp() {
    return sql.first(
            "SELECT sum((changed ->> ?)::int) AS n FROM job_run",
            row -> row.longValue("n"),
            app.key())
        .orElseThrow();
  }

  private void workOffAll(JobRun run, List<Ticket> all) {
    for (int i = 0; i < all.size(); i += 10) {
      workOff.handle(
          new WorkOffTickets.Command(
              run, app, all.subList(i, i + 10).stream().map(Ticket::id).toList()));
    }
    runs.finish(run, clock.instant(), null);
  }

  /** Has a job run for the app and says how many tickets it changed. */
  private long changed(Job job) {
    UUID id = ask(job);
    jobs().runWaiting("test", watch());
    assertThat(failed).isEmpty();
    return jobQueries.run(admin, job, id).orElseThrow().changed();
  }

  private UUID ask(Job job) {
    return QuarkusTransaction.requiringNew()
        .call(() -> runs.ask(job, Set.of(app.key()), "job-admin", clock.instant()));
  }

  /** The jobs with this test's app as the only one there is. */
  private RunJobs jobs() {
    return new RunJobs(runs, due, workOff, new OneApp(app), clock);
  }

  private RunJobs.Watch watch() {
    return new Watching(true);
  }

  private final class Watching implements RunJobs.Watch {
    private final boolean goesOn;

    Watching(boolean goesOn) {
      this.goesOn = goesOn;
    }

    @Override
    public boolean goesOn() {
      return goesOn;
    }

    @Override
    public void failed(Job job, UUID ticket, RuntimeException failure) {
      failed.add(ticket);
    }
  }

  private record OneApp(AppProfile app) implements AppProfiles {
    @Override
    public Optional<AppProfile> find(String key) {
      return Optional.of(app).filter(a -> a.key().equals(key));
    }

    @Override
    public Collection<AppProfile> all() {
      return List.of(app);
    }

    @Override
    public Optional<AppProfile> findForChange(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void save(AppProfile profile) {
      throw new UnsupportedOperationException();
    }
  }

  private List<Ticket> many(int count, Duration ago) {
    return IntStream.range(0, count).mapToObj(i -> open(ago)).toList();
  }

  private Ticket open(Duration ago) {
    Ticket like = Fixtures.aTicket().of(app).build();
    return save(
        Ticket.open(
            UuidV7.next(),
            String.format(Locale.ROOT, "%s-%06d", app.prefix(), ++number),
            app,
            like.sla().terms(),
            like.customer(),
            Source.WEB,
            like.content(),
            "The tap drips.",
            List.of(),
            UuidV7.next(),
            new Actor("cora", "Cora", ActorKind.CUSTOMER, "test"),
            clock.instant().minus(ago)));
  }

  private Ticket resolve(Ticket ticket, Duration ago) {
    return save(
        ticket.resolve(
            new Resolution(ResolutionType.SOLVED, "done", null),
            Fixtures.AGENT,
            app,
            clock.instant().minus(ago)));
  }

  private Ticket save(Change change) {
    QuarkusTransaction.requiringNew().run(() -> tickets.save(change));
    return change.after();
  }

  private Ticket stored(Ticket ticket) {
    return queries.find(ticket.number()).orElseThrow();
  }

  private List<String> actions(Ticket ticket) {
    return queries.history(ticket.id(), 50, null).entries().stream()
        .map(HistoryEntry::action)
        .toList();
  }
}
