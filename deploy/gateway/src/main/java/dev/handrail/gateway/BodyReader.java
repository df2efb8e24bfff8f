package dev.handrail.gateway;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Collects the body of an ordinary request before a service sees any of it, so that a body too
 * large or too slow never occupies a connection to a service.
 */
final class BodyReader {
  private final Exchange exchange;
  private final Limits limits;
  private final InFlight inFlight;
  private final Context context = Vertx.currentContext();
  private final Buffer body = Buffer.buffer();
  private long timer;
  private boolean done;

  /** Must be made on the context of the exchange. */
  BodyReader(Exchange exchange, Limits limits, InFlight inFlight) {
    this.exchange = exchange;
    this.limits = limits;
    this.inFlight = inFlight;
  }

  /** Passes the whole body on, or answers why not. */
  void read(Consumer<Buffer> whole) {
    HttpServerRequest request = exchange.request;
    timer =
        context
            .owner()
            .setTimer(limits.bodyArrival().toMillis(), late -> refuse(Problem.bodyTooSlow()));
    request.exceptionHandler(failure -> finish());
    request.handler(this::append);
    request.endHandler(
        end -> {
          if (!done) {
            finish();
            whole.accept(body);
          }
        });
  }

  private void append(Buffer chunk) {
    if (done) {
      return;
    }
    if (body.length() + chunk.length() > limits.body()) {
      refuse(Problem.bodyTooLarge(limits.body()));
    } else if (inFlight.hold(chunk.length())) {
      body.appendBuffer(chunk);
    } else {
      refuse(Problem.unavailable());
    }
  }

  private void refuse(Problem problem) {
    if (!done) {
      finish();
      exchange.refuse(problem);
    }
  }

  /**
   * The memory counts as given back as soon as the body is complete: from then on it moves fast.
   */
  private void finish() {
    if (!done) {
      done = true;
      context.owner().cancelTimer(timer);
      inFlight.giveBack(body.length());
    }
  }
}
