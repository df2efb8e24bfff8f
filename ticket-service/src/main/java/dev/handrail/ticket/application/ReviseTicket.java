package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.application.port.SlaRuleBook;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Corrects what a ticket is about: subject, category, priority and the like. */
@ApplicationScoped
public class ReviseTicket {

  /** The fields to change; null leaves one as it is. A custom field of null value is removed. */
  public record Command(
      Caller caller,
      String ref,
      @Nullable Long expectedVersion,
      @Nullable String subject,
      @Nullable String category,
      @Nullable String department,
      @Nullable String priority,
      @Nullable String language,
      @Nullable List<String> tags,
      @Nullable Map<String, @Nullable Object> customFields) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Categories categories;
  private final SlaRuleBook rules;
  private final Clock clock;

  ReviseTicket(
      TicketAccess access,
      TicketRepository tickets,
      Categories categories,
      SlaRuleBook rules,
      Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.categories = categories;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.Invalid when a field is wrong; names them all
   */
  @Transactional
  public Ticket handle(Command c) {
    c.caller().require(Permission.EDIT_TICKETS);
    var opened = access.forChange(c.ref(), c.caller(), c.expectedVersion());
    Content revised = revised(c, opened.ticket().content(), opened.profile());
    Change change =
        opened
            .ticket()
            .update(
                revised,
                rules.current().termsFor(opened.profile().key(), revised),
                c.caller().actor(),
                clock.instant());
    tickets.save(change);
    return change.after();
  }

  private Content revised(Command c, Content now, AppProfile profile) {
    Text text = new Text();
    text.oneOf("department", c.department(), profile.departments());
    text.oneOf("language", c.language(), profile.languages());
    if (c.category() != null && !c.category().equals(now.category())) {
      Fields.activeCategory(text, categories, profile, c.category());
    }
    Content revised =
        new Content(
            c.subject() == null
                ? now.subject()
                : text.line("subject", c.subject(), Content.LONGEST_SUBJECT),
            Objects.requireNonNullElse(c.category(), now.category()),
            Objects.requireNonNullElse(c.department(), now.department()),
            Objects.requireNonNullElse(c.language(), now.language()),
            c.priority() == null ? now.priority() : Fields.priority(text, profile, c.priority()),
            c.tags() == null ? now.tags() : Content.tags(text, c.tags()),
            c.customFields() == null
                ? now.customFields()
                : Content.customFields(text, merged(now.customFields(), c.customFields())));
    text.done();
    return revised;
  }

  /** JSON merge patch of the custom fields (RFC 7396). */
  private static Map<String, Object> merged(
      Map<String, Object> now, Map<String, @Nullable Object> patch) {
    Map<String, Object> merged = new LinkedHashMap<>(now);
    patch.forEach(
        (key, value) -> {
          if (value == null) {
            merged.remove(key);
          } else {
            merged.put(key, value);
          }
        });
    return merged;
  }
}
