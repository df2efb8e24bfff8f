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
 * One thing that one person is told. It holds no text: words are made when it is read.
 *
 * @param id a UUIDv7 that follows from the change and the person, so that one change tells a person
 *     once, whatever number of events it has and however often they come; only a kind that stands
 *     alone is told beside what else the change tells
 * @param createdAt when the change happened
 */
public record Notification(
    UUID id,
    Recipient recipient,
    Kind kind,
    @Nullable Turn turn,
    Subject subject,
    Instant createdAt) {

  /**
   * All notifications that an event of a ticket gives cause for, one for each person told.
   *
   * @param colleagues whom it may concern besides those who stand on it
   */
  public static List<Notification> of(TicketNews news, Colleagues colleagues) {
    return of(
        WhoIsTold.of(news, colleagues),
        Subject.of(news.ticket()),
        news.ticket().version(),
        news.actor(),
        news.at());
  }

  /**
   * All notifications that an event of an agent's account gives cause for.
   *
   * @param admins those who approve accounts
   */
  public static List<Notification> of(AgentNews news, List<String> admins) {
    return of(
        WhoIsTold.of(news, admins),
        Subject.of(news.agent()),
        news.agent().version(),
        news.actor(),
        news.at());
  }

  private static List<Notification> of(
      List<Told> all, Subject subject, long version, Actor actor, Instant time) {
    Instant at = time.truncatedTo(ChronoUnit.MICROS);
    return all.stream()
        .map(
            told ->
                new Notification(
                    id(told, subject, version, actor, at),
                    told.recipient(),
                    told.kind(),
                    told.turn(),
                    subject,
                    at))
        .toList();
  }

  /**
   * RFC 9562 version 7: milliseconds, then their microseconds where the RFC allows for a finer
   * clock, then a digest in the place of random bits. A change is known by subject, version, time
   * and who made it. A kind that stands alone makes an id of its own.
   */
  private static UUID id(Told told, Subject subject, long version, Actor actor, Instant at) {
    String change =
        String.join(
            "\n",
            subject.id().toString(),
            Long.toString(version),
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
