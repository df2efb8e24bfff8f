package dev.handrail.kit.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.kit.identity.VerifiedToken;
import dev.handrail.kit.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a creating request safe to repeat: the first answer to an {@code Idempotency-Key} is stored
 * in the transaction of the work itself and given again for 24 hours.
 *
 * <p>A lock that ends with the transaction stands for "still running", so a crash leaves nothing
 * behind. Only 2xx answers are stored; a problem rolls back and may be tried again.
 */
@ApplicationScoped
public class Idempotency {
  /** Marks an answer that was given before. */
  public static final String REPLAYED = "Idempotency-Replayed";

  private static final Pattern KEY =
      Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]{0,253}[\\x21-\\x7E])?");

  private final Sql sql;
  private final ObjectMapper json;

  Idempotency(Sql sql, ObjectMapper json) {
    this.sql = sql;
    this.json = json;
  }

  private record Entry(boolean locked, @Nullable Stored stored) {}

  private record Stored(
      String bodyHash,
      int status,
      @Nullable String location,
      @Nullable String etag,
      @Nullable String body) {}

  /**
   * Runs the action in a transaction of its own, once per key.
   *
   * @param key the {@code Idempotency-Key} header; without one the action just runs
   * @param route the method and the path with its actual ids, such as {@code POST /api/v1/tickets}
   * @param body what the caller sent; another one under the same key is refused
   * @param action does the work; a 2xx answer commits, any other answer or an exception rolls back
   * @throws ProblemException 400 malformed key, 409 the first request still runs, 422 another body
   */
  public Response once(
      @Nullable String key,
      VerifiedToken caller,
      String route,
      byte[] body,
      Supplier<Response> action) {
    if (key == null) {
      return inTransaction(action);
    }
    if (!KEY.matcher(key).matches()) {
      throw ProblemException.badRequest(
          "Idempotency-Key", "must have 1 to 255 printable ASCII characters");
    }
    byte[] scope =
        sha256(
            caller.issuer(),
            caller.app() == null ? "" : caller.app(),
            caller.subject(),
            route,
            key);
    String bodyHash = HexFormat.of().formatHex(sha256(body));
    return inTransaction(() -> replayOrRun(scope, bodyHash, action));
  }

  /** The same for a body at hand as text. */
  public Response once(
      @Nullable String key,
      VerifiedToken caller,
      String route,
      String body,
      Supplier<Response> action) {
    return once(key, caller, route, body.getBytes(StandardCharsets.UTF_8), action);
  }

  /** The same for a parsed body: spelling and order of its JSON then make no difference. */
  public Response once(
      @Nullable String key,
      VerifiedToken caller,
      String route,
      Record body,
      Supplier<Response> action) {
    return once(key, caller, route, key == null ? "" : write(body), action);
  }

  private Response replayOrRun(byte[] scope, String bodyHash, Supplier<Response> action) {
    String id = HexFormat.of().formatHex(scope);
    Entry entry =
        sql.first(
                "SELECT locked, body_hash, status, location, etag, body FROM idempotency_enter(?, ?)",
                row ->
                    new Entry(
                        row.bool("locked"),
                        row.isNull("body_hash")
                            ? null
                            : new Stored(
                                row.string("body_hash"),
                                row.intValue("status"),
                                row.stringOrNull("location"),
                                row.stringOrNull("etag"),
                                row.stringOrNull("body"))),
                id,
                ByteBuffer.wrap(scope).getLong())
            .orElseThrow();
    if (!entry.locked()) {
      throw ProblemException.conflict(
          "request-in-progress", "The first request with this Idempotency-Key is still running.");
    }
    Stored stored = entry.stored();
    if (stored != null) {
      if (!stored.bodyHash().equals(bodyHash)) {
        throw ProblemException.unprocessable(
            "idempotency-key-reused", "This Idempotency-Key was used with another body.");
      }
      return answer(stored).header(REPLAYED, "true").build();
    }
    Response fresh = action.get();
    if (!succeeded(fresh)) {
      return fresh;
    }
    Stored first =
        new Stored(
            bodyHash,
            fresh.getStatus(),
            fresh.getHeaderString(HttpHeaders.LOCATION),
            fresh.getHeaderString(HttpHeaders.ETAG),
            fresh.hasEntity() ? write(fresh.getEntity()) : null);
    sql.update(
        "INSERT INTO idempotency (id, body_hash, status, location, etag, body) VALUES (?, ?, ?, ?, ?, ?)",
        id,
        bodyHash,
        first.status(),
        first.location(),
        first.etag(),
        first.body());
    return answer(first).build();
  }

  private static Response.ResponseBuilder answer(Stored stored) {
    var response = Response.status(stored.status());
    if (stored.location() != null) {
      response.header(HttpHeaders.LOCATION, stored.location());
    }
    if (stored.etag() != null) {
      response.header(HttpHeaders.ETAG, stored.etag());
    }
    if (stored.body() != null) {
      response.type(MediaType.APPLICATION_JSON_TYPE).entity(stored.body());
    }
    return response;
  }

  private static Response inTransaction(Supplier<Response> action) {
    try {
      return QuarkusTransaction.requiringNew()
          .call(
              () -> {
                Response response = action.get();
                if (!succeeded(response)) {
                  throw new NotDone(response);
                }
                return response;
              });
    } catch (NotDone refused) {
      return refused.response;
    }
  }

  /** Carries an answer that is no success out of the transaction, which it rolls back. */
  private static final class NotDone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Response response;

    NotDone(Response response) {
      super(null, null, false, false);
      this.response = response;
    }
  }

  private static boolean succeeded(Response response) {
    return response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL;
  }

  private String write(Object value) {
    try {
      return value instanceof String text ? text : json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot write " + value.getClass().getName() + " as JSON.", e);
    }
  }

  /** A hash in which the parts cannot run into each other. */
  private static byte[] sha256(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return digest.digest();
  }

  private static byte[] sha256(byte[] whole) {
    return sha256().digest(whole);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this JVM.", impossible);
    }
  }
}
