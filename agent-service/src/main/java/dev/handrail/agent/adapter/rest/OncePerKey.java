package dev.handrail.agent.adapter.rest;

import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.web.Idempotency;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the request at hand once per {@code Idempotency-Key} of its caller and route. */
@RequestScoped
class OncePerKey {

  static final String HEADER = "Idempotency-Key";

  private final Idempotency idempotency;
  private final CurrentToken token;
  private final HttpServerRequest request;

  OncePerKey(Idempotency idempotency, CurrentToken token, HttpServerRequest request) {
    this.idempotency = idempotency;
    this.token = token;
    this.request = request;
  }

  /** Runs the action in one transaction, or gives the answer that this key got before. */
  Response run(@Nullable String key, Record body, Supplier<Response> action) {
    return idempotency.once(
        key, token.get(), request.method().name() + " " + request.path(), body, action);
  }
}
