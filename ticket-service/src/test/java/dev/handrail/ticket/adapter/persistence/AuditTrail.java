package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.UuidV7;
import dev.handrail.ticket.application.port.TicketNumbers;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.AuditLine;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.Visibility;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes tickets and changes of them, and remembers the lines that the audit trail must have. */
final class AuditTrail {
  static final Actor CORA = new Actor("cora", "Cora", ActorKind.CUSTOMER, "api 203.0.113.7 r-1");
  static final Actor ADA = new Actor("ada", "Ada", ActorKind.SUPPORT_AGENT, "api 203.0.113.8 r-2");
  static final Actor TIMER = new Actor("handrail", null, ActorKind.SYSTEM, "job auto_close");

  private final TicketRepository tickets;
  private final TicketNumbers numbers;
  private final List<AuditLine> lines = new ArrayList<>();

  AuditTrail(TicketRepository tickets, TicketNumbers numbers) {
    this.tickets = tickets;
    this.numbers = numbers;
  }

  /** Every line written so far. */
  List<AuditLine> lines() {
    return List.copyOf(lines);
  }

  Ticket opens(String app, Actor actor, Instant at) {
    AppProfile profile = profile(app);
    return save(
        Ticket.open(
            UuidV7.next(),
            "AUD-%06d".formatted(numbers.next()),
            profile,
            Fixtures.terms(Fixtures.aTicket().build().content().priority()),
            Fixtures.aTicket().build().customer(),
            Source.WEB,
            Fixtures.aTicket().build().content(),
            "The tap drips.",
            List.of(),
            UuidV7.next(),
            actor,
            at));
  }

  Ticket says(Ticket ticket, Visibility visibility, Actor actor, Instant at) {
    return save(
        ticket.post(
            UuidV7.next(),
            "It still does.",
            TextFormat.TEXT,
            visibility,
            actor,
            profile(ticket.app()),
            at));
  }

  Ticket prioritises(Ticket ticket, Priority priority, Actor actor, Instant at) {
    Content c = ticket.content();
    return save(
        ticket.update(
            new Content(
                c.subject(),
                c.category(),
                c.department(),
                c.language(),
                priority,
                c.tags(),
                c.customFields()),
            Fixtures.terms(priority),
            actor,
            Fixtures.BOOKINGS,
            at));
  }

  Ticket deletes(Ticket ticket, Actor actor, Instant at) {
    return save(ticket.delete(actor, Fixtures.BOOKINGS, at));
  }

  private Ticket save(Change change) {
    QuarkusTransaction.requiringNew().run(() -> tickets.save(change));
    Ticket ticket = change.after();
    if (!change.isEmpty()) {
      lines.add(
          new AuditLine(
              ticket.id(),
              ticket.number(),
              ticket.app(),
              change.firstSequence(),
              Objects.requireNonNull(change.history())));
    }
    return ticket;
  }

  static AppProfile profile(String app) {
    return Fixtures.profile(app, "AUD", Status.values());
  }
}
