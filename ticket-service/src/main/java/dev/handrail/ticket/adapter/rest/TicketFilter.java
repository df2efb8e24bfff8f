package dev.handrail.ticket.adapter.rest;

import static dev.handrail.ticket.adapter.rest.QueryValues.LONGEST_VALUE;
import static dev.handrail.ticket.adapter.rest.QueryValues.moment;
import static dev.handrail.ticket.adapter.rest.QueryValues.text;
import static dev.handrail.ticket.adapter.rest.QueryValues.zone;

import dev.handrail.kit.web.Problem.FieldError;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.persistence.TicketQueries.AssigneeFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.CustomFieldFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Filter;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.sla.SlaState;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters by which tickets are chosen, for lists and for counts alike. */
record TicketFilter(
    @Parameter(description = "One or several; on_hold and waiting_user are other names.") @RestQuery
        @Nullable List<String> status,
    @RestQuery @Nullable String category,
    @Parameter(description = "normal is another name of medium.") @RestQuery
        @Nullable String priority,
    @RestQuery @Nullable String department,
    @Parameter(description = "me, unassigned or an agent's id.") @RestQuery
        @Nullable String assignee,
    @Parameter(description = "Id of the customer.") @RestQuery @Nullable String customer,
    @Parameter(description = "Key of an app.") @RestQuery @Nullable String app,
    @RestQuery @Nullable String tag,
    @RestQuery @Nullable String source,
    @Parameter(description = "A linked thing as type:id.", example = "booking:B-1") @RestQuery
        @Nullable String link,
    @Parameter(description = "The worse of the two clocks.") @RestQuery @Nullable String slaState,
    @Parameter(description = "Time or date; included.") @RestQuery @Nullable String createdFrom,
    @Parameter(description = "Time or date; excluded.") @RestQuery @Nullable String createdTo,
    @Parameter(description = "Time or date; included.") @RestQuery @Nullable String updatedFrom,
    @Parameter(description = "Time or date; excluded.") @RestQuery @Nullable String updatedTo,
    @Parameter(description = "Time zone of bare dates; UTC if absent.", example = "Europe/Berlin")
        @RestQuery
        @Nullable String tz,
    @Parameter(
            description =
                "Words in number, subject, description, messages, tags or the customer's name.")
        @RestQuery
        @Nullable String q,
    @Parameter(
            description =
                "A custom field's value as key:value, exactly; given several times, all must hold.",
            example = "seat_number:12A")
        @RestQuery
        @Nullable List<String> customField) {

  private static final int LONGEST_SEARCH = 200;
  private static final int MOST_CUSTOM_FIELDS = 10;
  private static final String ME = "me";
  private static final String UNASSIGNED = "unassigned";

  /**
   * The filter for the database.
   *
   * @throws ProblemException 400 naming every wrong parameter
   */
  Filter parse(Caller caller) {
    List<FieldError> errors = new ArrayList<>();
    ZoneId zone = zone(errors, tz);
    Filter filter =
        new Filter(
            statuses(errors),
            text(errors, "category", category),
            choice(errors, "priority", priority, Priority::parse, Wire.all(Priority.class)),
            text(errors, "department", department),
            assignee(errors, caller),
            text(errors, "customer", customer),
            text(errors, "app", app),
            lowerCase(text(errors, "tag", tag)),
            choice(
                errors, "source", source, w -> Wire.find(Source.class, w), Wire.all(Source.class)),
            link(errors),
            choice(errors, "slaState", slaState, SlaState::parse, SlaState.all()),
            moment(errors, "createdFrom", createdFrom, zone),
            moment(errors, "createdTo", createdTo, zone),
            moment(errors, "updatedFrom", updatedFrom, zone),
            moment(errors, "updatedTo", updatedTo, zone),
            search(errors),
            customFields(errors));
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest(errors);
    }
    return filter;
  }

  /** The same text for the same choice, to which cursors are bound. */
  String canonical() {
    // A custom field's value has a colon and a status has none: together they stay apart.
    List<String> several =
        Stream.of(status, customField).filter(Objects::nonNull).flatMap(List::stream).toList();
    return QueryValues.canonical(
        several,
        category,
        priority,
        department,
        assignee,
        customer,
        app,
        tag,
        source,
        link,
        slaState,
        createdFrom,
        createdTo,
        updatedFrom,
        updatedTo,
        tz,
        q);
  }

  private Set<Status> statuses(List<FieldError> errors) {
    EnumSet<Status> chosen = EnumSet.noneOf(Status.class);
    if (status != null) {
      for (String wire : status) {
        Status found = choice(errors, "status", wire, Status::parse, Wire.all(Status.class));
        if (found != null) {
          chosen.add(found);
        }
      }
    }
    return chosen;
  }

  private static <E extends Enum<E>> @Nullable E choice(
      List<FieldError> errors,
      String field,
      @Nullable String wire,
      Function<String, Optional<E>> parse,
      String offered) {
    if (wire == null) {
      return null;
    }
    E found = parse.apply(wire).orElse(null);
    if (found == null) {
      errors.add(new FieldError(field, "must be one of " + offered));
    }
    return found;
  }

  private static @Nullable String lowerCase(@Nullable String value) {
    return value == null ? null : value.strip().toLowerCase(Locale.ROOT);
  }

  private @Nullable AssigneeFilter assignee(List<FieldError> errors, Caller caller) {
    String value = text(errors, "assignee", assignee);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case ME -> new AssigneeFilter.Agent(caller.id());
      case UNASSIGNED -> new AssigneeFilter.Unassigned();
      default -> new AssigneeFilter.Agent(value);
    };
  }

  private @Nullable Link link(List<FieldError> errors) {
    if (link == null) {
      return null;
    }
    int colon = link.indexOf(':');
    if (colon < 1 || colon == link.length() - 1 || link.length() > LONGEST_VALUE + 64) {
      errors.add(new FieldError("link", "must be type:id, such as booking:B-1"));
      return null;
    }
    return new Link(link.substring(0, colon), link.substring(colon + 1));
  }

  private List<CustomFieldFilter> customFields(List<FieldError> errors) {
    List<CustomFieldFilter> chosen = new ArrayList<>();
    for (String given : customField == null ? List.<String>of() : customField) {
      int colon = given.indexOf(':');
      String key = colon < 0 ? "" : given.substring(0, colon);
      String value = given.substring(colon + 1).strip();
      if (!Text.isKey(key) || value.isEmpty() || value.length() > 2 * CustomField.LONGEST_TEXT) {
        errors.add(new FieldError("customField", "must be key:value, such as seat_number:12A"));
        return List.of();
      }
      chosen.add(new CustomFieldFilter(key, value));
    }
    if (chosen.size() > MOST_CUSTOM_FIELDS) {
      errors.add(
          new FieldError("customField", "must be given at most " + MOST_CUSTOM_FIELDS + " times"));
    }
    return chosen;
  }

  private @Nullable String search(List<FieldError> errors) {
    if (q == null || q.isBlank()) {
      return null;
    }
    if (q.codePointCount(0, q.length()) > LONGEST_SEARCH) {
      errors.add(new FieldError("q", "must have at most " + LONGEST_SEARCH + " characters"));
    }
    return q.strip();
  }
}
