package dev.handrail.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of one topic, for the tests of who publishes there and of who reads. A reader must
 * take what has more fields than the schema names; a publisher must not send any it does not name.
 */
public final class Contracts {
  private static final String ROOT = "contract:///";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String topic;
  private final SchemaRegistry asWritten = registry(false);
  private final SchemaRegistry closed = registry(true);

  private Contracts(String topic) {
    this.topic = topic;
  }

  /** The contracts of a topic. */
  public static Contracts of(String topic) {
    return new Contracts(topic);
  }

  /** What a reader would find wrong with the data of an event; empty if nothing. */
  public List<String> problems(String event, JsonNode data) {
    return validate(asWritten, topic + "/" + event + ".schema.json", data);
  }

  /** What must not be published: all of {@link #problems}, and every field that has no schema. */
  public List<String> problemsOfPublisher(String event, JsonNode data) {
    return validate(closed, topic + "/" + event + ".schema.json", data);
  }

  /** What is wrong with the headers of an event, given as a JSON object of texts. */
  public List<String> problemsOfHeaders(JsonNode headers) {
    return validate(closed, "cloud-event-headers.v1.schema.json", headers);
  }

  /**
   * The golden sample of an event: {@code key}, {@code headers}, {@code data}.
   *
   * @param event name and version, such as {@code TicketCreated.v1}
   */
  public JsonNode sample(String event) {
    return read(topic + "/" + event + ".sample.json");
  }

  private static List<String> validate(SchemaRegistry registry, String file, JsonNode value) {
    Schema schema = registry.getSchema(SchemaLocation.of(ROOT + file));
    return schema.validate(value).stream().map(Error::toString).toList();
  }

  private static SchemaRegistry registry(boolean closed) {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(iri -> text(iri, closed)));
  }

  /** Null for what is no contract, such as the meta-schema. */
  private static @Nullable String text(String iri, boolean closed) {
    if (!iri.startsWith(ROOT)) {
      return null;
    }
    JsonNode schema = read(iri.substring(ROOT.length()));
    if (closed) {
      close(schema);
    }
    return schema.toString();
  }

  private static void close(JsonNode schema) {
    schema.forEach(Contracts::close);
    if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
      object.put("additionalProperties", false);
    }
  }

  private static JsonNode read(String file) {
    try (InputStream in = Contracts.class.getResourceAsStream("/contracts/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no contract " + file + ".");
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
