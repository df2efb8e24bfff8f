package dev.handrail.kit;

import dev.handrail.kit.identity.CurrentToken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Internal routes, one of them opened by mistake. */
@Path("/internal/things")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InternalThingResource {
  private final CurrentToken token;

  InternalThingResource(CurrentToken token) {
    this.token = token;
  }

  @GET
  public Map<String, String> get() {
    return Map.of("who", token.get().subject());
  }

  @GET
  @Path("/open")
  @PermitAll
  public Map<String, String> open() {
    return Map.of("who", token.get().subject());
  }
}
