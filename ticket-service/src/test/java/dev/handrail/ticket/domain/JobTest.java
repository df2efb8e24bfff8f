package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.ADA;
import static dev.handrail.ticket.domain.Fixtures.AGENT;
import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.CUSTOMER;
import static dev.handrail.ticket.domain.Fixtures.DESK;
import static dev.handrail.ticket.domain.Fixtures.NOON;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.RatingRequest.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What time does to a ticket, to the microsecond. */
class JobTest {

  private static final Duration INSTANT = Duration.ofNanos(1_000);
  private static final Resolution FIXED = new Resolution(ResolutionType.SOLVED, "done", null);

  // Closing

  @Test
  void what_stayed_resolved_is_closed_when_its_time_has_come() {
    var resolved = aTicket().in(Status.RESOLVED).assignedTo(ADA).build();
    Instant due = NOON.plus(Duration.ofDays(7));
    assertNothing(Job.CLOSE_RESOLVED, resolved, BOOKINGS, due.minus(INSTANT));

    var change = Job.CLOSE_RESOLVED.apply(resolved, BOOKINGS, due);

    assertThat(change.after().status()).isEqualTo(Status.CLOSED);
    assertThat(change.after().closedAt()).isEqualTo(due);
    assertThat(change.after().resolution()).isEqualTo(resolved.resolution());
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.StatusChanged(Status.RESOLVED, Status.CLOSED),
            new TicketEvent.Closed(ResolutionType.SOLVED));
    assertThat(change.history()).isNotNull();
    assertThat(change.history().action()).isEqualTo("ticket_closed");
    assertThat(change.history().reason()).isEqualTo("Stayed resolved for 7 days.");
    assertThat(change.actor()).isEqualTo(Actor.system("job close_resolved"));
    assertThat(change.actor().kind()).isEqualTo(ActorKind.SYSTEM);
    assertNothing(Job.CLOSE_RESOLVED, change.after(), BOOKINGS, due.plus(Duration.ofDays(99)));
  }

  @ParameterizedTest
  @EnumSource(value = Status.class, mode = EnumSource.Mode.EXCLUDE, names = "RESOLVED")
  void nothing_else_is_closed(Status status) {
    assertNothing(
        Job.CLOSE_RESOLVED, aTicket().in(status).build(), BOOKINGS, NOON.plus(Duration.ofDays(99)));
  }

  @Test
  void the_time_begins_anew_with_the_next_resolution() {
    Instant again = NOON.plus(Duration.ofDays(6));
    var reopened =
        aTicket().in(Status.RESOLVED).build().reopen("no", null, CUSTOMER, BOOKINGS, again).after();
    assertNothing(Job.CLOSE_RESOLVED, reopened, BOOKINGS, NOON.plus(Duration.ofDays(30)));

    var resolved = reopened.resolve(FIXED, AGENT, BOOKINGS, again).after();
    assertNothing(Job.CLOSE_RESOLVED, resolved, BOOKINGS, NOON.plus(Duration.ofDays(7)));
    assertThat(resolved.isDueToClose(BOOKINGS, again.plus(Duration.ofDays(7)))).isTrue();
  }

  // Escalating

  @ParameterizedTest
  @EnumSource(Status.class)
  void what_waits_for_support_too_long_goes_up_once(Status status) {
    var ticket = aTicket().in(status).assignedTo(ADA).build();
    Instant due = NOON.plus(Duration.ofDays(2));
    assertNothing(Job.ESCALATE_WAITING, ticket, BOOKINGS, due.minus(INSTANT));
    boolean waits =
        List.of(Status.OPEN, Status.ASSIGNED, Status.IN_PROGRESS, Status.REOPENED).contains(status);
    if (!waits) {
      assertNothing(Job.ESCALATE_WAITING, ticket, BOOKINGS, due.plus(Duration.ofDays(99)));
      return;
    }

    var change = Job.ESCALATE_WAITING.apply(ticket, BOOKINGS, due);

    assertThat(change.after().status()).isEqualTo(Status.ESCALATED);
    assertThat(change.after().escalationLevel()).isEqualTo(1);
    assertThat(change.after().assignee()).isEqualTo(ADA.asAssignee());
    assertThat(change.history()).isNotNull();
    assertThat(change.history().reason()).isEqualTo("Waited for support for 2 days.");
    // What the SLA clock had to say by then comes first.
    assertThat(change.events())
        .filteredOn(TicketEvent.Escalated.class::isInstance)
        .extracting(e -> ((TicketEvent.Escalated) e).escalation().cause())
        .containsExactly(Escalation.Cause.AGE);
    var back = change.after().changeStatus(Status.IN_PROGRESS, null, AGENT, BOOKINGS, due).after();
    assertNothing(Job.ESCALATE_WAITING, back, BOOKINGS, due.plus(Duration.ofDays(99)));
  }

  @Test
  void an_app_without_the_status_escalates_once_too() {
    Instant due = NOON.plus(Duration.ofDays(2));
    var after = Job.ESCALATE_WAITING.apply(aTicket().of(DESK).build(), DESK, due).after();
    assertThat(after.status()).isEqualTo(Status.OPEN);
    assertThat(after.escalationLevel()).isEqualTo(1);
    assertNothing(Job.ESCALATE_WAITING, after, DESK, due.plus(Duration.ofDays(99)));
  }

  @Test
  void a_ticket_at_the_highest_level_stays() {
    assertNothing(
        Job.ESCALATE_WAITING,
        aTicket().atLevel(Escalation.HIGHEST).build(),
        BOOKINGS,
        NOON.plus(Duration.ofDays(99)));
  }

  @Test
  void the_age_may_be_counted_since_the_last_touch() {
    var untouched = Fixtures.timed(BOOKINGS, EscalateSince.LAST_TOUCH, Duration.ofDays(2));
    Instant touched = NOON.plus(Duration.ofHours(40));
    var ticket =
        aTicket()
            .build()
            .post(
                new UUID(1, 2),
                "A note.",
                TextFormat.TEXT,
                Visibility.INTERNAL,
                AGENT.actor(),
                untouched,
                touched)
            .after();
    Instant due = touched.plus(Duration.ofDays(2));
    assertThat(ticket.isDueToEscalate(BOOKINGS, NOON.plus(Duration.ofDays(2)))).isTrue();
    assertNothing(Job.ESCALATE_WAITING, ticket, untouched, due.minus(INSTANT));
    assertThat(ticket.isDueToEscalate(untouched, due)).isTrue();
  }

  // Ratings

  @Test
  void a_rating_is_asked_for_after_the_apps_time_and_reminded_of_once() {
    var resolved =
        aTicket().in(Status.IN_PROGRESS).build().resolve(FIXED, AGENT, BOOKINGS, NOON).after();
    Instant due = NOON.plus(Duration.ofDays(2));
    assertNothing(Job.REQUEST_RATINGS, resolved, BOOKINGS, due.minus(INSTANT));
    assertNothing(Job.REMIND_RATINGS, resolved, BOOKINGS, due.plus(Duration.ofDays(99)));

    var asked = Job.REQUEST_RATINGS.apply(resolved, BOOKINGS, due);
    assertThat(asked.events()).containsExactly(new TicketEvent.RatingRequested(false));
    assertThat(asked.history()).isNotNull();
    assertThat(asked.history().action()).isEqualTo("rating_requested");
    assertNoTouch(resolved, asked);
    assertNothing(Job.REQUEST_RATINGS, asked.after(), BOOKINGS, due.plus(Duration.ofDays(99)));

    Instant again = due.plus(Duration.ofDays(2));
    assertNothing(Job.REMIND_RATINGS, asked.after(), BOOKINGS, again.minus(INSTANT));
    var reminded = Job.REMIND_RATINGS.apply(asked.after(), BOOKINGS, again);
    assertThat(reminded.events()).containsExactly(new TicketEvent.RatingRequested(true));
    assertThat(reminded.history()).isNotNull();
    assertThat(reminded.history().action()).isEqualTo("rating_reminded");
    assertNoTouch(resolved, reminded);
    assertThat(reminded.after().followUp().ratingRequest()).isNull();
    for (Job job : List.of(Job.REQUEST_RATINGS, Job.REMIND_RATINGS)) {
      assertNothing(job, reminded.after(), BOOKINGS, again.plus(Duration.ofDays(99)));
    }
  }

  @Test
  void a_closed_ticket_is_asked_about_and_a_rated_or_reopened_one_is_not() {
    Instant late = NOON.plus(Duration.ofDays(30));
    var waiting =
        new FollowUp(List.of(), null, new RatingRequest(Step.WAITING, NOON), null, List.of());
    var resolved = aTicket().in(Status.RESOLVED).with(waiting).build();

    var closed = resolved.close(null, AGENT, BOOKINGS, NOON).after();
    assertThat(closed.isDueToAskForRating(BOOKINGS, late)).isTrue();
    assertThat(
            resolved
                .confirm(null, CUSTOMER, BOOKINGS, NOON)
                .after()
                .isDueToAskForRating(BOOKINGS, late))
        .isTrue();
    var rated = resolved.rate(5, null, CUSTOMER, BOOKINGS, NOON).after();
    assertThat(rated.followUp().ratingRequest()).isNull();
    assertNothing(Job.REQUEST_RATINGS, rated, BOOKINGS, late);
    var reopened = resolved.reopen("no", null, CUSTOMER, BOOKINGS, NOON).after();
    assertThat(reopened.followUp().ratingRequest()).isNull();
    assertNothing(Job.REQUEST_RATINGS, reopened, BOOKINGS, late);
    assertThat(
            reopened
                .resolve(FIXED, AGENT, BOOKINGS, NOON)
                .after()
                .isDueToAskForRating(BOOKINGS, late))
        .isTrue();
  }

  @Test
  void where_the_time_is_zero_it_is_asked_for_with_the_end_itself() {
    var atOnce = Fixtures.askingAfter(BOOKINGS, Duration.ZERO);
    var open = aTicket().in(Status.IN_PROGRESS).build();

    var resolved = open.resolve(FIXED, AGENT, atOnce, NOON);
    assertThat(resolved.events()).last().isEqualTo(new TicketEvent.RatingRequested(false));
    assertThat(resolved.after().followUp().ratingRequest())
        .isEqualTo(new RatingRequest(Step.ASKED, NOON));
    var closedLater = resolved.after().close(null, AGENT, atOnce, NOON);
    assertThat(closedLater.events()).noneMatch(TicketEvent.RatingRequested.class::isInstance);

    assertThat(open.close(FIXED, AGENT, atOnce, NOON).events())
        .last()
        .isEqualTo(new TicketEvent.RatingRequested(false));
    assertThat(open.close(null, AGENT, atOnce, NOON).events())
        .noneMatch(TicketEvent.RatingRequested.class::isInstance);
    var rated = aTicket().in(Status.REOPENED).rated(3).build();
    assertThat(rated.resolve(FIXED, AGENT, atOnce, NOON).events())
        .noneMatch(TicketEvent.RatingRequested.class::isInstance);
    assertThat(rated.resolve(FIXED, AGENT, BOOKINGS, NOON).after().followUp().ratingRequest())
        .isNull();
  }

  @Test
  void an_app_may_never_remind_and_then_nothing_is_kept_for_it() {
    var never = Fixtures.quiet(BOOKINGS);
    assertThat(Job.REMIND_RATINGS.isOnFor(never)).isFalse();
    assertThat(Job.REMIND_RATINGS.isOnFor(BOOKINGS)).isTrue();
    var resolved = aTicket().build().resolve(FIXED, AGENT, never, NOON).after();
    var asked = Job.REQUEST_RATINGS.apply(resolved, never, NOON.plus(Duration.ofDays(2))).after();
    assertThat(asked.followUp().ratingRequest()).isNull();
    var since = new FollowUp(List.of(), null, new RatingRequest(Step.ASKED, NOON), null, List.of());
    assertNothing(
        Job.REMIND_RATINGS,
        aTicket().in(Status.RESOLVED).with(since).build(),
        never,
        NOON.plus(Duration.ofDays(99)));
  }

  // Alerts

  @Test
  void what_is_overdue_is_told_again_and_again_while_that_lasts() {
    var ticket = aTicket().in(Status.IN_PROGRESS).assignedTo(ADA).build();
    Instant due = NOON.plus(Duration.ofHours(1));
    assertNothing(Job.ALERT_OVERDUE, ticket, BOOKINGS, due);

    Instant first = due.plus(INSTANT);
    var alerted = Job.ALERT_OVERDUE.apply(ticket, BOOKINGS, first);
    assertThat(alerted.events()).last().isEqualTo(new TicketEvent.Overdue(due));
    assertThat(alerted.history()).isNotNull();
    assertThat(alerted.history().action()).isEqualTo("ticket_overdue");
    assertNoTouch(ticket, alerted);

    Instant again = first.plus(Duration.ofHours(6));
    assertNothing(Job.ALERT_OVERDUE, alerted.after(), BOOKINGS, again.minus(INSTANT));
    assertThat(Job.ALERT_OVERDUE.apply(alerted.after(), BOOKINGS, again).isEmpty()).isFalse();
  }

  @Test
  void nothing_is_overdue_that_has_ended_or_of_which_no_clock_runs_or_where_an_app_wants_none() {
    Instant late = NOON.plus(Duration.ofDays(99));
    assertNothing(Job.ALERT_OVERDUE, aTicket().in(Status.RESOLVED).build(), BOOKINGS, late);
    assertNothing(Job.ALERT_OVERDUE, aTicket().in(Status.CLOSED).build(), BOOKINGS, late);
    assertThat(Job.ALERT_OVERDUE.isOnFor(BOOKINGS)).isTrue();
    assertThat(Job.ALERT_OVERDUE.isOnFor(Fixtures.quiet(BOOKINGS))).isFalse();
    assertNothing(Job.ALERT_OVERDUE, aTicket().build(), Fixtures.quiet(BOOKINGS), late);
    assertThat(Job.CLOSE_RESOLVED.isOnFor(Fixtures.quiet(BOOKINGS))).isTrue();
  }

  @Test
  void periods_are_told_in_words() {
    Instant late = NOON.plus(Duration.ofDays(99));
    for (var told :
        List.of(
            List.of("1 day", Duration.ofDays(1)),
            List.of("3 hours", Duration.ofHours(3)),
            List.of("1 hour", Duration.ofHours(1)),
            List.of("90 minutes", Duration.ofMinutes(90)))) {
      var profile = Fixtures.timed(BOOKINGS, EscalateSince.CREATION, (Duration) told.get(1));
      var history = Job.ESCALATE_WAITING.apply(aTicket().build(), profile, late).history();
      assertThat(history).isNotNull();
      assertThat(history.reason()).isEqualTo("Waited for support for " + told.get(0) + ".");
    }
  }

  @Test
  void a_run_is_for_the_apps_it_names_that_want_the_job() {
    UUID id = new UUID(1, 1);
    assertThat(new JobRun(id, Job.ALERT_OVERDUE, null, 1).isFor(BOOKINGS)).isTrue();
    assertThat(new JobRun(id, Job.ALERT_OVERDUE, null, 1).isFor(Fixtures.quiet(BOOKINGS)))
        .isFalse();
    var ofDesk = new JobRun(id, Job.ALERT_OVERDUE, java.util.Set.of("desk"), 1);
    assertThat(ofDesk.isFor(BOOKINGS)).isFalse();
    assertThat(ofDesk.isFor(DESK)).isTrue();
  }

  private static void assertNothing(Job job, Ticket ticket, AppProfile profile, Instant now) {
    var change = job.apply(ticket, profile, now);
    assertThat(change.isEmpty()).as("%s at %s", job, now).isTrue();
    assertThat(change.after()).isSameAs(ticket);
  }

  private static void assertNoTouch(Ticket before, Change change) {
    assertThat(change.after().updatedAt()).isEqualTo(before.updatedAt());
    assertThat(change.after().publicUpdatedAt()).isEqualTo(before.publicUpdatedAt());
    assertThat(change.after().version()).isEqualTo(before.version());
    assertThat(change.after().status()).isEqualTo(before.status());
  }
}
