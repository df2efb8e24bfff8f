package dev.handrail.ticket.domain;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the history together with what it belongs to, as the audit trail shows and seals it.
 *
 * @param sequence of the change's first event; lines of one ticket follow each other by it
 */
public record AuditLine(
    UUID ticketId, String number, String app, long sequence, HistoryEntry entry) {

  /** The first field of {@link #canonical}; another way of writing a line gets another number. */
  private static final String FORMAT = "1";

  /** The line that a change adds. */
  public static AuditLine of(Change change, HistoryEntry line) {
    Ticket ticket = change.after();
    return new AuditLine(ticket.id(), ticket.number(), ticket.app(), change.firstSequence(), line);
  }

  /**
   * The same bytes for the same line, and others for any other: each field as its length in bytes
   * (four bytes, big-endian) and its UTF-8, an absent one as length −1. The fields: format, ticket
   * id, sequence, number, app, time in microseconds since 1970, the actor's id, name, kind and
   * origin, action, reason, how many changes; and of each change field, from, to.
   */
  public byte[] canonical() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    add(bytes, FORMAT);
    add(bytes, ticketId.toString());
    add(bytes, Long.toString(sequence));
    add(bytes, number);
    add(bytes, app);
    add(bytes, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at())));
    Actor actor = entry.actor();
    add(bytes, actor.id());
    add(bytes, actor.name());
    add(bytes, actor.kind().wire());
    add(bytes, actor.origin());
    add(bytes, entry.action());
    add(bytes, entry.reason());
    add(bytes, Integer.toString(entry.changes().size()));
    for (HistoryEntry.FieldChange change : entry.changes()) {
      add(bytes, change.field());
      add(bytes, change.from());
      add(bytes, change.to());
    }
    return bytes.toByteArray();
  }

  private static void add(ByteArrayOutputStream bytes, @Nullable String field) {
    byte[] text = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
    int length = field == null ? -1 : text.length;
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    bytes.writeBytes(text);
  }
}
