package dev.handrail.notification.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that one person is told of a ticket. It holds no text: words are made when it is read.
 *
 * @param id a UUIDv7 that follows from the change and the person, so that one change of a ticket
 *     tells a person once, whatever number of events it has and however often they come; only a
 *     kind that stands alone is told beside what else the change tells
 * @param app the ticket's
 * @param status the ticket's, after the change
 * @param createdAt when the change happened
 */
public record Notification(
    UUID id,
    Recipient recipient,
    Kind kind,
    @Nullable Turn turn,
    String app,
    UUID ticketId,
    String ticketNumber,
    TicketStatus status,
    Instant createdAt) {

  /** All notifications that an event gives cause for, one for each person told. */
  public static List<Notification> of(TicketNews news) {
    return WhoIsTold.of(news).stream().map(told -> of(told, news)).toList();
  }

  private static Notification of(Told told, TicketNews news) {
    TicketFacts ticket = news.ticket();
    Instant at = news.at().truncatedTo(ChronoUnit.MICROS);
    return new Notification(
        id(told, ticket, news.actor(), at),
        told.recipient(),
        told.kind(),
        told.turn(),
        ticket.app(),
        ticket.id(),
        ticket.number(),
        ticket.status(),
        at);
  }

  /**
   * RFC 9562 version 7: milliseconds, then their microseconds where the RFC allows for a finer
   * clock, then a digest in the place of random bits. A change is known by ticket, version, time
   * and who made it. A kind that stands alone makes an id of its own.
   */
  private static UUID id(Told told, TicketFacts ticket, Actor actor, Instant at) {
    String change =
        String.join(
            "\n",
            ticket.id().toString(),
            Long.toString(ticket.version()),
            at.toString(),
            actor.kind().name(),
            actor.id(),
            told.recipient().toString());
    if (told.kind().standsAlone()) {
      change += "\n" + told.kind().wire();
    }
    long digest = ByteBuffer.wrap(sha256(change)).getLong();
    long micros = at.get(ChronoField.MICRO_OF_SECOND) % 1000L;
    long high = (at.toEpochMilli() << 16) | 0x7000L | (micros << 2);
    return new UUID(high, (digest & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM.", e);
    }
  }
}
