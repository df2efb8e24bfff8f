package dev.handrail.kit.web;

import dev.handrail.kit.identity.CurrentToken;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;

/** A resource that answers on the event loop, where nothing may block. */
@Path("/api/v1/event-loop")
public class EventLoopResource {
  private final CurrentToken token;

  EventLoopResource(CurrentToken token) {
    this.token = token;
  }

  @GET
  @NonBlocking
  public Map<String, String> who() {
    return Map.of("who", token.get().subject(), "thread", Thread.currentThread().getName());
  }
}
