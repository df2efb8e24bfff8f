package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.application.port.SlaRuleBook;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.CustomFields;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
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
  private final FieldCatalogue fields;
  private final SlaRuleBook rules;
  private final Clock clock;

  ReviseTicket(
      TicketAccess access,
      TicketRepository tickets,
      Categories categories,
      FieldCatalogue fields,
      SlaRuleBook rules,
      Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.categories = categories;
    this.fields = fields;
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
    Ticket ticket = opened.ticket();
    CustomFields catalogue = fields.of(ticket.app());
    Content revised = revised(c, ticket.content(), opened.profile(), catalogue);
    Change change =
        isSeenByCustomer(ticket.content(), revised, catalogue)
            ? ticket.update(
                revised,
                rules.current().termsFor(ticket.app(), revised),
                c.caller().actor(),
                opened.profile(),
                clock.instant())
            : ticket.updateUnseen(
                revised.customFields(), c.caller().actor(), opened.profile(), clock.instant());
    tickets.save(change);
    return change.after();
  }

  /** Whether the customer's side is shown any difference. */
  private static boolean isSeenByCustomer(Content now, Content revised, CustomFields catalogue) {
    return !seen(now, catalogue).equals(seen(revised, catalogue));
  }

  private static Content seen(Content content, CustomFields catalogue) {
    return content.withCustomFields(catalogue.visibleToCustomer(content.customFields()));
  }

  private Content revised(Command c, Content now, AppProfile profile, CustomFields catalogue) {
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
            now.customFields());
    Map<String, Object> values = customFields(c, now, revised, profile, catalogue, text);
    text.done();
    return revised.withCustomFields(values);
  }

  private Map<String, Object> customFields(
      Command c,
      Content now,
      Content revised,
      AppProfile profile,
      CustomFields catalogue,
      Text text) {
    var was = place(now, profile);
    var is = place(revised, profile);
    boolean staff = c.caller().isStaff();
    Map<String, Object> values =
        c.customFields() == null
            ? now.customFields()
            : catalogue.with(text, now.customFields(), c.customFields(), is, staff);
    catalogue.requireAfter(text, now.customFields(), was, values, is, staff);
    return values;
  }

  /** A category that the app has given up requires nothing. */
  private CustomFields.Place place(Content content, AppProfile profile) {
    return new CustomFields.Place(
        content.category(),
        content.department(),
        categories
            .find(profile.key(), content.category())
            .map(Category::requiredFields)
            .orElse(List.of()));
  }
}
