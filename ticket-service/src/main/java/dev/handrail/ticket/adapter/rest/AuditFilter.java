package dev.handrail.ticket.adapter.rest;

import static dev.handrail.ticket.adapter.rest.QueryValues.moment;
import static dev.handrail.ticket.adapter.rest.QueryValues.text;
import static dev.handrail.ticket.adapter.rest.QueryValues.zone;

import dev.handrail.kit.web.Problem.FieldError;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.kit.web.TrustedProxies;
import dev.handrail.ticket.adapter.persistence.AuditQueries.Filter;
import dev.handrail.ticket.adapter.persistence.AuditQueries.Origin;
import dev.handrail.ticket.adapter.persistence.AuditQueries.OriginPart;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters by which lines of the audit trail are chosen. */
record AuditFilter(
    @Parameter(description = "One or several, such as ticket_resolved.") @RestQuery
        @Nullable List<String> action,
    @Parameter(description = "Key of an app.") @RestQuery @Nullable String app,
    @Parameter(description = "Id or number of a ticket, also of one that has been deleted.")
        @RestQuery
        @Nullable String ticket,
    @Parameter(description = "Id of who did it.") @RestQuery @Nullable String actor,
    @Parameter(description = "Name of a field that was changed.", example = "priority") @RestQuery
        @Nullable String field,
    @Parameter(description = "Way in (api), the client's address, or a request id.") @RestQuery
        @Nullable String origin,
    @Parameter(description = "Time or date; included.") @RestQuery @Nullable String from,
    @Parameter(description = "Time or date; excluded.") @RestQuery @Nullable String to,
    @Parameter(description = "Time zone of bare dates; UTC if absent.", example = "Europe/Berlin")
        @RestQuery
        @Nullable String tz) {

  private static final int MOST_ACTIONS = 50;

  /** What a way in is called; a request id is written otherwise. */
  private static final Pattern WAY = Pattern.compile("[a-z_]{1,32}");

  /**
   * The filter for the database.
   *
   * @throws ProblemException 400 naming every wrong parameter
   */
  Filter parse() {
    List<FieldError> errors = new ArrayList<>();
    ZoneId zone = zone(errors, tz);
    text(errors, "app", app);
    Filter filter =
        new Filter(
            text(errors, "ticket", ticket),
            text(errors, "actor", actor),
            actions(errors),
            text(errors, "field", field),
            origin(errors),
            moment(errors, "from", from, zone),
            moment(errors, "to", to, zone));
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest(errors);
    }
    return filter;
  }

  private Set<String> actions(List<FieldError> errors) {
    if (action == null) {
      return Set.of();
    }
    if (action.size() > MOST_ACTIONS) {
      errors.add(new FieldError("action", "must be given at most " + MOST_ACTIONS + " times"));
    }
    Set<String> actions = new LinkedHashSet<>();
    for (String value : action) {
      text(errors, "action", value);
      actions.add(value);
    }
    return actions;
  }

  /** Each part is told by its form, so that no request id passes for an address. */
  private @Nullable Origin origin(List<FieldError> errors) {
    String value = text(errors, "origin", origin);
    if (value == null) {
      return null;
    }
    String address = TrustedProxies.address(value);
    if (address != null) {
      return new Origin(OriginPart.ADDRESS, address);
    }
    return new Origin(WAY.matcher(value).matches() ? OriginPart.WAY : OriginPart.REQUEST, value);
  }

  /** The same text for the same choice, to which cursors are bound. */
  String canonical() {
    return QueryValues.canonical(action, app, ticket, actor, field, origin, from, to, tz);
  }
}
