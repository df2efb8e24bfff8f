package dev.handrail.kit.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error as the caller sees it (RFC 9457). Absent members are left out of the JSON.
 *
 * @param type a stable URI reference, {@code /problems/<slug>}
 * @param title what kind of problem it is, the same for every occurrence
 * @param status the HTTP status
 * @param detail what went wrong this time, for a human; never anything of the inside
 * @param instance the path of the request; filled in on the way out
 * @param errors what is wrong with which field of a request
 * @param allowed the moves that would have been legal
 * @param retryAfter seconds to wait before trying again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "An error (RFC 9457).")
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    @Nullable List<FieldError> errors,
    @Nullable List<String> allowed,
    @Nullable Long retryAfter) {

  /** The media type of every error. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final int LONGEST_TEXT = 500;

  /**
   * What is wrong with one field.
   *
   * @param field its path in the body ({@code links[0].type}), or a parameter's or header's name
   */
  @Schema(name = "FieldError", description = "What is wrong with one field.")
  public record FieldError(String field, String message) {
    public FieldError {
      field = SafeText.of(field, LONGEST_TEXT);
      message = SafeText.of(message, LONGEST_TEXT);
    }
  }

  public Problem {
    detail = detail == null ? null : SafeText.of(detail, LONGEST_TEXT);
    errors = errors == null ? null : List.copyOf(errors);
    allowed = allowed == null ? null : List.copyOf(allowed);
  }

  /** A problem without the optional members. */
  public static Problem of(int status, String slug, String title, String detail) {
    return new Problem("/problems/" + slug, title, status, detail, null, null, null, null);
  }

  public Problem withErrors(List<FieldError> fieldErrors) {
    return new Problem(type, title, status, detail, instance, fieldErrors, allowed, retryAfter);
  }

  public Problem withAllowed(List<String> moves) {
    return new Problem(type, title, status, detail, instance, errors, moves, retryAfter);
  }

  /** Whole seconds, rounded up, at least one. */
  public Problem withRetryAfter(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return new Problem(type, title, status, detail, instance, errors, allowed, seconds);
  }

  Problem withInstance(String path) {
    return new Problem(type, title, status, detail, path, errors, allowed, retryAfter);
  }

  /** The answer that carries this problem. */
  public Response toResponse() {
    var response = Response.status(status).type(MEDIA_TYPE).entity(this);
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, retryAfter);
    }
    if (status == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.build();
  }
}
