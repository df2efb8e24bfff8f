package dev.handrail.ticket.adapter.rest;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.handrail.ticket.adapter.rest.TicketJson.LinkJson;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.Message;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What callers send to ticket routes. Everything may be absent here: what is required, and what a
 * value must be like, is for the use case to say.
 */
final class TicketBodies {

  private TicketBodies() {}

  @Schema(
      name = "NewTicket",
      description = "A request for help.",
      requiredProperties = {"subject", "description", "category"})
  record NewTicket(
      @Schema(maxLength = 200, minLength = 1, examples = "Charged twice") @Nullable String subject,
      @Schema(
              maxLength = Message.LONGEST,
              minLength = 1,
              examples = "My card was charged twice for the booking of Monday.")
          @Nullable String description,
      @Schema(description = "Key of an active category of the app.", examples = "payment")
          @Nullable String category,
      @Schema(description = "The category's default if absent; normal is the same as medium.")
          @Nullable String priority,
      @Schema(description = "The category's if absent.") @Nullable String department,
      @Schema(description = "BCP 47; the person's if absent.", examples = "en")
          @Nullable String language,
      @Schema(description = "For staff and services; the token's if absent.") @Nullable String app,
      @Schema(description = "Required of staff and services.", maxLength = 255)
          @Nullable String customerId,
      @Schema(description = "api if absent.") @Nullable String source,
      @Schema(maxItems = 20) @Nullable List<String> tags,
      @Schema(maxItems = 20) @Nullable List<@Nullable LinkJson> links,
      @Schema(maxItems = 0, description = "Attachments are not offered yet.")
          @Nullable List<String> attachmentIds,
      @Schema(
              maxProperties = 50,
              description = "Texts, numbers and booleans by key of the app's custom fields.")
          @JsonDeserialize(contentUsing = CustomFieldValue.class)
          @Nullable Map<String, @Nullable Object> customFields) {}

  @Schema(name = "TicketPatch", description = "The fields to change (JSON merge patch, RFC 7396).")
  record TicketPatch(
      @Schema(maxLength = 200, minLength = 1) @Nullable String subject,
      @Nullable String category,
      @Nullable String department,
      @Nullable String priority,
      @Nullable String language,
      @Schema(maxItems = 20, description = "Replaces the list.") @Nullable List<String> tags,
      @Schema(maxProperties = 50, description = "Merged by key; null takes one away.")
          @JsonDeserialize(contentUsing = CustomFieldValue.class)
          @Nullable Map<String, @Nullable Object> customFields) {}

  @Schema(name = "StatusChange", requiredProperties = "status")
  record StatusChange(
      @Schema(description = "on_hold and waiting_user are other names.") @Nullable String status,
      @Schema(
              maxLength = 1000,
              description = "Reason for the history; the summary where the status ends the ticket.")
          @Nullable String note) {}

  @Schema(name = "PriorityChange", requiredProperties = "priority")
  record PriorityChange(
      @Schema(description = "normal is another name of medium.") @Nullable String priority) {}

  @Schema(name = "AssigneeChange", requiredProperties = "agentId")
  record AssigneeChange(
      @Schema(description = "An agent's id, or me.", examples = "me", maxLength = 255)
          @Nullable String agentId) {}

  @Schema(
      name = "NewResolution",
      requiredProperties = {"type", "summary"})
  record NewResolution(
      @Nullable String type,
      @Schema(maxLength = 1000, description = "For the customer.") @Nullable String summary,
      @Schema(maxLength = 5000, description = "For staff.") @Nullable String notes) {}

  @Schema(
      name = "Closing",
      description = "How the ticket ends; empty keeps the resolution that it has.")
  record Closing(
      @Schema(description = "solved if only a summary is given.") @Nullable String type,
      @Schema(maxLength = 1000, description = "For the customer.") @Nullable String summary,
      @Schema(maxLength = 5000, description = "For staff.") @Nullable String notes) {}

  @Schema(name = "Reopening", requiredProperties = "reason")
  record Reopening(@Schema(maxLength = 1000) @Nullable String reason) {}

  @Schema(name = "NewEscalation", requiredProperties = "reason")
  record NewEscalation(
      @Schema(maxLength = Escalation.LONGEST_REASON, examples = "Needs a decision on the refund.")
          @Nullable String reason,
      @Schema(
              maxLength = 255,
              description = "An agent's id, or me; without it the ticket keeps its agent.")
          @Nullable String toAgentId,
      @Schema(minimum = "1", maximum = "10", description = "The next level if absent.")
          @Nullable Integer level) {}

  @Schema(name = "NewRating", requiredProperties = "rating")
  record NewRating(
      @Schema(minimum = "1", maximum = "5") @Nullable Integer rating,
      @Schema(maxLength = 2000) @Nullable String comment) {}

  @Schema(name = "NewMessage", requiredProperties = "text")
  record NewMessage(
      @Schema(maxLength = Message.LONGEST, minLength = 1, examples = "We are looking into it.")
          @Nullable String text,
      @Schema(description = "public if absent; internal notes are for staff.")
          @Nullable String visibility,
      @Schema(description = "text if absent.") @Nullable String format,
      @Schema(maxItems = 0, description = "Attachments are not offered yet.")
          @Nullable List<String> attachmentIds,
      @Schema(maxItems = 0, description = "Mentions are not offered yet.")
          @Nullable List<String> mentions) {}
}
