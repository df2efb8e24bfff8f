package dev.handrail.ticket.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handrail.ticket.domain.HistoryEntry;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of a ticket's history. */
@Schema(name = "HistoryEntry", description = "Who did what to the ticket, when, from where.")
record HistoryJson(
    Instant at,
    MessageJson.AuthorJson actor,
    @Schema(examples = "ticket_resolved") String action,
    List<ChangeJson> changes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    @Schema(
            description =
                "Way in (api, or what a job is called), the client's address as the gateway vouches"
                    + " for it, and the request's id, which the caller may have chosen.",
            examples = "api 203.0.113.7 4f2c9a")
        String origin) {

  /** A field's value before and after. */
  @Schema(name = "FieldChange")
  record ChangeJson(String field, @Nullable String from, @Nullable String to) {}

  static HistoryJson of(HistoryEntry e) {
    return new HistoryJson(
        e.at(),
        new MessageJson.AuthorJson(e.actor().id(), e.actor().name(), e.actor().kind().wire()),
        e.action(),
        e.changes().stream().map(c -> new ChangeJson(c.field(), c.from(), c.to())).toList(),
        e.reason(),
        e.actor().origin());
  }
}
