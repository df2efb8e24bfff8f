package dev.handrail.kit.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads CloudEvents 1.0 in Kafka's binary mode. */
final class EventFormat {
  private static final int LONGEST_ATTRIBUTE = 500;

  // UUID.fromString takes shortened groups, too; two spellings of one id would be two events.
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(50)
                          .maxStringLength(1_000_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EventFormat() {}

  /**
   * Reads a record.
   *
   * @throws MalformedEvent if it is not an event; the message holds nothing of the content
   */
  static IncomingEvent read(ConsumerRecord<byte[], byte[]> record) {
    String version = required(record, "ce_specversion");
    if (!version.equals("1.0")) {
      throw new MalformedEvent("ce_specversion is not 1.0");
    }
    return new IncomingEvent(
        id(required(record, "ce_id")),
        required(record, "ce_source"),
        required(record, "ce_type"),
        key(record),
        sequence(required(record, "ce_sequence")),
        time(required(record, "ce_time")),
        data(record.value()));
  }

  /** A header's text; null if it is missing or no valid text. */
  static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null || header.value() == null || header.value().length > LONGEST_ATTRIBUTE) {
      return null;
    }
    return text(header.value());
  }

  private static String required(ConsumerRecord<byte[], byte[]> record, String name) {
    String text = header(record, name);
    if (text == null || text.isBlank()) {
      throw new MalformedEvent(name + " is missing or no text");
    }
    return text;
  }

  private static UUID id(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new MalformedEvent("ce_id is no UUID");
    }
    return UUID.fromString(text);
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? null : text(record.key());
    if (key == null || key.isBlank() || key.length() > LONGEST_ATTRIBUTE) {
      throw new MalformedEvent("the key is missing, too long or no text");
    }
    return key;
  }

  private static long sequence(String text) {
    try {
      long sequence = Long.parseLong(text);
      if (sequence >= 1) {
        return sequence;
      }
    } catch (NumberFormatException e) {
      throw new MalformedEvent("ce_sequence is no number", e);
    }
    throw new MalformedEvent("ce_sequence is less than 1");
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedEvent("ce_time is no RFC 3339 time", e);
    }
  }

  private static JsonNode data(byte @Nullable [] value) {
    if (value == null) {
      throw new MalformedEvent("there are no data");
    }
    JsonNode data;
    try {
      data = JSON.readTree(value);
    } catch (IOException e) {
      throw new MalformedEvent("the data are no JSON, or too deep", e);
    }
    if (!data.isObject()) {
      throw new MalformedEvent("the data are no JSON object");
    }
    return data;
  }

  private static @Nullable String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
