package dev.handrail.kit.inbox;

import dev.handrail.kit.outbox.Outbox;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** Tells what would be stored in the row of an event. */
@Path("/tracing")
@PermitAll
public class TracingResource {
  private final Outbox outbox;

  TracingResource(Outbox outbox) {
    this.outbox = outbox;
  }

  @GET
  @RunOnVirtualThread
  public @Nullable String trace() {
    return outbox.traceparent();
  }
}
