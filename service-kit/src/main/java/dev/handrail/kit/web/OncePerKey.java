package dev.handrail.kit.web;

import dev.handrail.kit.identity.CurrentToken;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the request at hand once per {@code Idempotency-Key} of its caller and route. */
@RequestScoped
public class OncePerKey {

  public static final String HEADER = "Idempotency-Key";

  private final Idempotency idempotency;
  private final CurrentToken token;
  private final HttpServerRequest request;

  OncePerKey(Idempotency idempotency, CurrentToken token, HttpServerRequest request) {
    this.idempotency = idempotency;
    this.token = token;
    this.request = request;
  }

  /** Runs the action in one transaction, or gives the answer that this key got before. */
  public Response run(@Nullable String key, Record body, Supplier<Response> action) {
    return idempotency.once(
        key, token.get(), request.method().name() + " " + request.path(), body, action);
  }
}
