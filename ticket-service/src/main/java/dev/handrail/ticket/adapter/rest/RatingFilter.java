package dev.handrail.ticket.adapter.rest;

import static dev.handrail.ticket.adapter.rest.QueryValues.moment;
import static dev.handrail.ticket.adapter.rest.QueryValues.text;
import static dev.handrail.ticket.adapter.rest.QueryValues.zone;

import dev.handrail.kit.web.Problem.FieldError;
import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.persistence.RatingQueries.Filter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters by which ratings are chosen. */
record RatingFilter(
    @Parameter(description = "One or several, from 1 to 5.") @RestQuery
        @Nullable List<String> rating,
    @Parameter(description = "Key of an app.") @RestQuery @Nullable String app,
    @Parameter(description = "true leaves out ratings without a comment.")
        @Schema(
            enumeration = {"true", "false"},
            defaultValue = "false")
        @RestQuery
        @Nullable String commented,
    @Parameter(description = "Id of the agent who has the ticket now.") @RestQuery
        @Nullable String agent,
    @Parameter(description = "Time or date; included.") @RestQuery @Nullable String from,
    @Parameter(description = "Time or date; excluded.") @RestQuery @Nullable String to,
    @Parameter(description = "Time zone of bare dates; UTC if absent.", example = "Europe/Berlin")
        @RestQuery
        @Nullable String tz) {

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
            stars(errors),
            commentedOnly(errors),
            text(errors, "agent", agent),
            moment(errors, "from", from, zone),
            moment(errors, "to", to, zone));
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest(errors);
    }
    return filter;
  }

  private Set<Integer> stars(List<FieldError> errors) {
    Set<Integer> stars = new LinkedHashSet<>();
    if (rating != null) {
      for (String value : rating) {
        if (value.matches("[1-5]")) {
          stars.add(Integer.valueOf(value));
        } else {
          errors.add(new FieldError("rating", "must be from 1 to 5"));
        }
      }
    }
    return stars;
  }

  private boolean commentedOnly(List<FieldError> errors) {
    return switch (commented) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> {
        errors.add(new FieldError("commented", "must be true or false"));
        yield false;
      }
    };
  }

  /** The same text for the same choice, to which cursors are bound. */
  String canonical() {
    return QueryValues.canonical(rating, app, commented, agent, from, to, tz);
  }
}
