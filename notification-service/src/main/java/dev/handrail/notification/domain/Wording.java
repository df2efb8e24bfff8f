package dev.handrail.notification.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notification in words. They speak of a ticket by its number; neither its texts nor the names of
 * agents are known here.
 */
public record Wording(String title, String body) {

  /**
   * In English.
   *
   * @param kind empty for a kind that a newer version of this service stored
   * @param number of the ticket; not looked at for news of an agent's account
   */
  public static Wording english(
      Recipient reader,
      Optional<Kind> kind,
      @Nullable Turn turn,
      String number,
      TicketStatus status) {
    return switch (reader) {
      case Recipient.Customer _ ->
          kind.map(k -> forCustomer(k, turn, number, status)).orElseGet(() -> anyNews(number));
      case Recipient.Staff _, Recipient.Service _ ->
          kind.map(k -> forStaff(k, turn, number, status)).orElseGet(() -> anyNews(number));
    };
  }

  private static Wording anyNews(String number) {
    return new Wording("News of " + number, "Something happened to ticket " + number + ".");
  }

  private static Wording forCustomer(
      Kind kind, @Nullable Turn turn, String number, TicketStatus status) {
    return switch (kind) {
      case TICKET_CREATED ->
          new Wording(
              "We received " + number,
              "Your ticket " + number + " is open. We will get back to you.");
      case TICKET_ASSIGNED ->
          new Wording(number + " has an agent", "An agent now looks after your ticket.");
      case NEW_REPLY -> new Wording("New reply on " + number, "There is a reply to your ticket.");
      case TICKET_RESOLVED ->
          new Wording(
              number + " is resolved",
              "We consider your ticket resolved. If it is not, please reopen it.");
      case RATING_REQUESTED ->
          new Wording(
              "How did we do with " + number + "?",
              "Please rate how your ticket was handled, if you have not done so.");
      // These go to agents only.
      case AGENT_REGISTERED, AGENT_APPROVED, AGENT_REJECTED ->
          new Wording("News of " + number, "Something happened at our support.");
      case SLA_AT_RISK ->
          new Wording(number + " is not forgotten", "We will be with your ticket soon.");
      case SLA_BREACHED -> new Wording(number + " is late", "We took longer than we promised.");
      case TICKET_ESCALATED ->
          new Wording(number + " was passed on", "Your ticket was passed on to a specialist.");
      case TICKET_OVERDUE ->
          new Wording(number + " takes longer", "We are still working on your ticket.");
      case STATUS_CHANGED ->
          turn == Turn.REOPENED
              ? new Wording(number + " is open again", "Your ticket was reopened.")
              : new Wording(number + ": " + status.words(), forCustomer(status));
    };
  }

  private static String forCustomer(TicketStatus status) {
    return switch (status.value()) {
      case "waiting_customer" -> "We need something from you to go on with your ticket.";
      case "closed" -> "Your ticket was closed.";
      case "escalated" -> "Your ticket was passed on to a specialist.";
      default -> "Your ticket is now " + status.words() + ".";
    };
  }

  private static Wording forStaff(
      Kind kind, @Nullable Turn turn, String number, TicketStatus status) {
    return switch (kind) {
      case TICKET_CREATED -> new Wording("New ticket " + number, "A ticket was opened.");
      case TICKET_ASSIGNED -> new Wording(number + " is yours", "The ticket was given to you.");
      case NEW_REPLY -> new Wording("New reply on " + number, "There is a reply for you to read.");
      case TICKET_RESOLVED -> new Wording(number + " is resolved", "The ticket was resolved.");
      case RATING_REQUESTED ->
          new Wording("Rating of " + number, "The customer was asked for a rating.");
      case TICKET_ESCALATED ->
          turn == Turn.TAKEN_AWAY
              ? new Wording(
                  number + " went to another", "It was escalated. You will hear of its resolution.")
              : new Wording(number + " is escalated", "The ticket went up a level.");
      case TICKET_OVERDUE ->
          new Wording(number + " is overdue", "A target of the ticket has passed.");
      case AGENT_REGISTERED ->
          new Wording("Somebody wants to join", "A registration waits for your decision.");
      case AGENT_APPROVED ->
          new Wording("You are approved", "You can sign in and take tickets now.");
      case AGENT_REJECTED ->
          new Wording("You were not approved", "Your registration was turned down.");
      case SLA_AT_RISK ->
          new Wording(number + " is at risk", "A target of the ticket is soon due.");
      case SLA_BREACHED ->
          new Wording(number + " missed a target", "A target of the ticket was not met in time.");
      case STATUS_CHANGED -> {
        if (turn == null) {
          yield new Wording(
              number + ": " + status.words(), "The ticket is now " + status.words() + ".");
        }
        yield switch (turn) {
          case REOPENED -> new Wording(number + " is open again", "The ticket was reopened.");
          case TAKEN_AWAY ->
              new Wording(number + " is no longer yours", "The ticket was taken from you.");
          case GIVEN_TO_SOMEBODY ->
              new Wording(number + " has an agent", "The ticket was given to an agent.");
        };
      }
    };
  }
}
