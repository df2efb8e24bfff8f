package dev.handrail.kit.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * An event as it came from a topic.
 *
 * @param id the same in every delivery
 * @param source who published it, such as {@code /handrail/ticket-service}
 * @param type such as {@code handrail.TicketCreated.v1}
 * @param key the aggregate's id
 * @param sequence counts the aggregate's events from 1
 * @param time when it happened
 * @param data a JSON object
 */
public record IncomingEvent(
    UUID id, String source, String type, String key, long sequence, Instant time, JsonNode data) {}
