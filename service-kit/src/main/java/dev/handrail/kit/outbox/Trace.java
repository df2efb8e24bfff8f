package dev.handrail.kit.outbox;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The W3C trace context in which the calling thread works. */
public final class Trace {
  private static final ScopedValue<String> OF_EVENT = ScopedValue.newInstance();
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private Trace() {}

  /** Runs work that was caused by an event, in the event's trace if it has one. */
  public static void in(@Nullable String traceparent, Runnable work) {
    if (traceparent == null || !isValid(traceparent)) {
      work.run();
    } else {
      ScopedValue.where(OF_EVENT, traceparent).run(work);
    }
  }

  /** The {@code traceparent} of the event or else of the HTTP request being worked on, if any. */
  public static @Nullable String current() {
    if (OF_EVENT.isBound()) {
      return OF_EVENT.get();
    }
    var container = Arc.container();
    if (container == null || !container.requestContext().isActive()) {
      return null;
    }
    RoutingContext request = container.select(CurrentVertxRequest.class).get().getCurrent();
    String header = request == null ? null : request.request().getHeader("traceparent");
    return header != null && isValid(header) ? header : null;
  }

  private static boolean isValid(String traceparent) {
    return TRACEPARENT.matcher(traceparent).matches();
  }
}
