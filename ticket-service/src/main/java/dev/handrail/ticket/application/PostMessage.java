package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Ids;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.TicketEvent;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds a public message or, for staff, an internal note (T10). */
@ApplicationScoped
public class PostMessage {

  /**
   * @param visibility wire value; null means public
   * @param format wire value; null means plain text
   */
  public record Command(
      Caller caller,
      String ref,
      @Nullable String text,
      @Nullable String visibility,
      @Nullable String format,
      List<String> attachmentIds) {}

  /** The new message and its ticket's id. */
  public record Posted(UUID ticketId, Message message) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Ids ids;
  private final Clock clock;

  PostMessage(TicketAccess access, TicketRepository tickets, Ids ids, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.Forbidden for a customer's internal note
   * @throws TicketProblem.IllegalMove when the ticket is closed
   */
  @Transactional
  public Posted handle(Command c) {
    c.caller().require(Permission.SEND_MESSAGES);
    Text check = new Text();
    Visibility visibility =
        c.visibility() == null
            ? Visibility.PUBLIC
            : Fields.choice(check, "visibility", Visibility.class, c.visibility())
                .orElse(Visibility.INTERNAL);
    TextFormat format =
        c.format() == null
            ? TextFormat.TEXT
            : Fields.choice(check, "format", TextFormat.class, c.format()).orElse(TextFormat.TEXT);
    String text = check.block("text", c.text(), Message.LONGEST);
    if (!c.attachmentIds().isEmpty()) {
      check.problem("attachmentIds", "attachments are not offered yet");
    }
    check.done();
    if (visibility == Visibility.INTERNAL) {
      c.caller().requireStaff();
    }

    var opened = access.forChange(c.ref(), c.caller(), null);
    Text limit = new Text();
    limit.block("text", text, opened.profile().longestMessage());
    limit.done();
    Change change =
        opened
            .ticket()
            .post(
                ids.next(),
                text,
                format,
                visibility,
                c.caller().actor(),
                opened.profile(),
                clock.instant());
    tickets.save(change);
    return new Posted(change.after().id(), messageOf(change));
  }

  private static Message messageOf(Change change) {
    return change.events().stream()
        .filter(TicketEvent.MessagePosted.class::isInstance)
        .map(e -> ((TicketEvent.MessagePosted) e).message())
        .findFirst()
        .orElseThrow();
  }
}
