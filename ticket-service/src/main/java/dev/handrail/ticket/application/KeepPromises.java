package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.SlaRuleBook;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.SlaRules;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.sla.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Looks after the deadlines of tickets that nobody touches (S1): says when one has come into danger
 * or was missed, and sets targets anew after a change of the rules. Both a few tickets at a time,
 * each batch in a transaction of its own and under the tickets' locks; so several replicas may do
 * it at once, and one that dies leaves the rest to the others.
 */
@ApplicationScoped
public class KeepPromises {

  private static final Actor CLOCK = Actor.system("sla_clock");

  private final TicketRepository tickets;
  private final AppProfiles profiles;
  private final SlaRuleBook rules;
  private final Clock clock;

  KeepPromises(TicketRepository tickets, AppProfiles profiles, SlaRuleBook rules, Clock clock) {
    this.tickets = tickets;
    this.profiles = profiles;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Says what has become due, of at most so many tickets.
   *
   * @return how many tickets were due and not in somebody else's hands
   */
  @Transactional
  public int raiseAlarms(int most) {
    List<Ticket> due = tickets.lockWithAlarm(clock.instant(), most);
    List<Change> alarms = new ArrayList<>();
    for (Ticket ticket : due) {
      Change change = ticket.raiseAlarms(CLOCK, profileOf(ticket), clock.instant());
      if (change.isEmpty()) {
        // A timer that is not its ticket's would go off for ever.
        tickets.rearm(ticket);
      } else {
        alarms.add(change);
      }
    }
    tickets.saveAll(alarms);
    return due.size();
  }

  /**
   * Chooses the terms anew of at most so many tickets whose terms are older than the rules.
   *
   * @return how many tickets were looked at
   */
  @Transactional
  public int retarget(int most) {
    SlaRules current = rules.current();
    List<Ticket> outdated = tickets.lockWithTermsBefore(current.revision(), most);
    List<UUID> asBefore = new ArrayList<>();
    List<Change> retargeted = new ArrayList<>();
    for (Ticket ticket : outdated) {
      Change change =
          ticket.retarget(termsFor(ticket, current), CLOCK, profileOf(ticket), clock.instant());
      if (change.isEmpty()) {
        asBefore.add(ticket.id());
      } else {
        retargeted.add(change);
      }
    }
    tickets.saveAll(retargeted);
    if (!asBefore.isEmpty()) {
      tickets.keepTerms(asBefore, current.revision());
    }
    return outdated.size();
  }

  private AppProfile profileOf(Ticket ticket) {
    return profiles
        .find(ticket.app())
        .orElseThrow(() -> new IllegalStateException("There is no app " + ticket.app() + "."));
  }

  /** One ticket of an app that is not in the catalogue must not hold up all the others. */
  private static Terms termsFor(Ticket ticket, SlaRules current) {
    return current.know(ticket.app())
        ? current.termsFor(ticket.app(), ticket.content())
        : ticket.sla().terms();
  }
}
