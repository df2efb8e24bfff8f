package dev.handrail.ticket.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * What is done to tickets when time has passed and nobody has done anything (T17). A job looks at
 * one ticket at a time and does what the ticket itself says is due, so that doing it again does
 * nothing.
 */
public enum Job implements Wire {
  CLOSE_RESOLVED("Closes tickets that have stayed resolved for the app's autoCloseAfter."),
  ESCALATE_WAITING(
      "Escalates tickets that have waited for support for the app's escalateAfter, each once."),
  REQUEST_RATINGS(
      "Asks for a rating when the app's ratingAskedAfter has passed since a ticket was resolved."),
  REMIND_RATINGS(
      "Reminds once of a rating that was not given within the app's ratingRemindedAfter."),
  ALERT_OVERDUE(
      "Tells of active tickets of which a target is overdue, every overdueAlertEvery of the app.");

  private final String description;

  Job(String description) {
    this.description = description;
  }

  /** What it does, for admins. */
  public String description() {
    return description;
  }

  /** Whether an app has it done at all. */
  public boolean isOnFor(AppProfile profile) {
    return switch (this) {
      case CLOSE_RESOLVED, ESCALATE_WAITING, REQUEST_RATINGS -> true;
      case REMIND_RATINGS -> profile.ratingRemindedAfter().isPositive();
      case ALERT_OVERDUE -> profile.overdueAlertEvery().isPositive();
    };
  }

  /** Does to the ticket what is due; an empty change when that is nothing. */
  public Change apply(Ticket ticket, AppProfile profile, Instant now) {
    Actor system = Actor.system("job " + wire());
    boolean due =
        switch (this) {
          case CLOSE_RESOLVED -> ticket.isDueToClose(profile, now);
          case ESCALATE_WAITING -> ticket.isDueToEscalate(profile, now);
          case REQUEST_RATINGS -> ticket.isDueToAskForRating(profile, now);
          case REMIND_RATINGS -> ticket.isDueToRemindOfRating(profile, now);
          case ALERT_OVERDUE -> ticket.isDueToAlert(profile, now);
        };
    if (!due) {
      return Change.none(ticket, system, now);
    }
    return switch (this) {
      case CLOSE_RESOLVED ->
          ticket.closeUnanswered(
              "Stayed resolved for " + words(profile.autoCloseAfter()) + ".", system, profile, now);
      case ESCALATE_WAITING ->
          ticket.escalate(
              Escalation.Request.up(
                  Escalation.Cause.AGE,
                  "Waited for support for " + words(profile.escalateAfter()) + "."),
              system,
              profile,
              now);
      case REQUEST_RATINGS, REMIND_RATINGS -> ticket.askForRating(system, profile, now);
      case ALERT_OVERDUE -> ticket.alertOverdue(system, profile, now);
    };
  }

  private static String words(Duration period) {
    if (period.toSeconds() % 86_400 == 0) {
      return counted(period.toDays(), "day");
    }
    return period.toSeconds() % 3_600 == 0
        ? counted(period.toHours(), "hour")
        : counted(period.toMinutes(), "minute");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
