package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.application.port.Ids;
import dev.handrail.ticket.application.port.People;
import dev.handrail.ticket.application.port.SlaRuleBook;
import dev.handrail.ticket.application.port.TicketNumbers;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.CustomFields;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens a ticket, for oneself or on behalf of a customer (T1). */
@ApplicationScoped
public class OpenTicket {

  /**
   * @param app for staff and services; null means the token's
   * @param customerId required of staff and services, not allowed for customers
   */
  public record Command(
      Caller caller,
      @Nullable String subject,
      @Nullable String description,
      @Nullable String category,
      @Nullable String priority,
      @Nullable String department,
      @Nullable String language,
      @Nullable String app,
      @Nullable String customerId,
      @Nullable String source,
      List<String> tags,
      List<Link> links,
      List<String> attachmentIds,
      Map<String, Object> customFields) {}

  private static final int MOST_LINKS = 20;

  private final TicketRepository tickets;
  private final AppProfiles profiles;
  private final Categories categories;
  private final FieldCatalogue fields;
  private final People people;
  private final SlaRuleBook rules;
  private final TicketNumbers numbers;
  private final Ids ids;
  private final Clock clock;

  OpenTicket(
      TicketRepository tickets,
      AppProfiles profiles,
      Categories categories,
      FieldCatalogue fields,
      People people,
      SlaRuleBook rules,
      TicketNumbers numbers,
      Ids ids,
      Clock clock) {
    this.tickets = tickets;
    this.profiles = profiles;
    this.categories = categories;
    this.fields = fields;
    this.people = people;
    this.rules = rules;
    this.numbers = numbers;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.Forbidden when the caller's role may not open tickets of the app
   * @throws TicketProblem.Invalid when a field is wrong; names them all
   */
  @Transactional
  public Ticket handle(Command c) {
    c.caller().require(Permission.CREATE_TICKETS);
    AppProfile profile = appOf(c);
    if (!profile.mayCreate().contains(c.caller().role())) {
      throw new TicketProblem.Forbidden(
          "A " + c.caller().role().wire() + " does not open tickets of " + profile.name() + ".");
    }
    Text text = new Text();
    String subject = text.line("subject", c.subject(), Content.LONGEST_SUBJECT);
    String description = text.block("description", c.description(), profile.longestMessage());
    Customer customer = customerOf(c, profile, text);
    Source source = sourceOf(c, text);
    List<Link> links = linksOf(c, text);
    if (!c.attachmentIds().isEmpty()) {
      text.problem("attachmentIds", "attachments are not offered yet");
    }
    Content content = contentOf(c, profile, subject, text);
    text.done();

    String number = String.format(Locale.ROOT, "%s-%06d", profile.prefix(), numbers.next());
    Change change =
        Ticket.open(
            ids.next(),
            number,
            profile,
            rules.current().termsFor(profile.key(), content),
            customer,
            source,
            content,
            description,
            links,
            ids.next(),
            c.caller().actor(),
            clock.instant());
    tickets.save(change);
    return change.after();
  }

  private AppProfile appOf(Command c) {
    String key =
        Objects.requireNonNullElse(c.app(), Objects.requireNonNullElse(c.caller().app(), ""));
    if (c.caller().isCustomer() && !key.equals(c.caller().app())) {
      throw new TicketProblem.Invalid("app", "is the one that your token speaks for");
    }
    if (!c.caller().serves(key)) {
      throw new TicketProblem.Invalid("app", "is not an app that you serve");
    }
    return profiles
        .find(key)
        .orElseThrow(() -> new TicketProblem.Invalid("app", "is not an app that you serve"));
  }

  private Customer customerOf(Command c, AppProfile profile, Text text) {
    Caller caller = c.caller();
    if (caller.isCustomer()) {
      if (c.customerId() != null && !c.customerId().equals(caller.id())) {
        text.problem("customerId", "is always yourself");
      }
      return new Customer(caller.id(), caller.name(), caller.kind(), caller.avatarUrl());
    }
    String id = text.foreignId("customerId", c.customerId());
    return people
        .find(profile.key(), id)
        .orElseGet(() -> new Customer(id, null, CustomerKind.CUSTOMER, null));
  }

  private static Source sourceOf(Command c, Text text) {
    if (c.source() == null) {
      return Source.API;
    }
    return Fields.choice(text, "source", Source.class, c.source()).orElse(Source.API);
  }

  private static List<Link> linksOf(Command c, Text text) {
    if (c.links().size() > MOST_LINKS) {
      text.problem("links", "must hold at most " + MOST_LINKS);
      return List.of();
    }
    c.links()
        .forEach(
            l -> {
              text.key("links.type", l.type());
              text.foreignId("links.id", l.id());
            });
    return c.links().stream().distinct().toList();
  }

  private Content contentOf(Command c, AppProfile profile, String subject, Text text) {
    Category category = Fields.activeCategory(text, categories, profile, c.category());
    Priority priority =
        c.priority() == null
            ? defaultPriority(category, profile)
            : Fields.priority(text, profile, c.priority());
    String department =
        c.department() != null
            ? c.department()
            : category == null ? profile.departments().getFirst() : category.department();
    text.oneOf("department", c.department(), profile.departments());
    text.languageOrNull("language", c.language());
    String language =
        profile.languageFor(c.language() == null ? c.caller().language() : c.language());
    return new Content(
        subject,
        Objects.requireNonNullElse(c.category(), ""),
        department,
        language,
        priority,
        Content.tags(text, c.tags()),
        category == null ? Map.of() : customFields(c, category, department, text));
  }

  private Map<String, Object> customFields(
      Command c, Category category, String department, Text text) {
    boolean staff = c.caller().isStaff();
    CustomFields catalogue = fields.of(category.app());
    var place = new CustomFields.Place(category.key(), department, category.requiredFields());
    Map<String, Object> values = catalogue.with(text, Map.of(), c.customFields(), place, staff);
    catalogue.require(text, values, place, staff);
    return values;
  }

  /** The category's default where the app uses it, else the app's middle priority. */
  private static Priority defaultPriority(@Nullable Category category, AppProfile profile) {
    Priority wanted = category == null ? Priority.MEDIUM : category.defaultPriority();
    return profile.uses(wanted) ? wanted : profile.priorities().keySet().iterator().next();
  }
}
