package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.SetAvailability;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Availability;
import dev.handrail.agent.domain.Presence;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whether the caller can be given work. */
@Path(AvailabilityResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Own account")
class AvailabilityResource {

  static final String PATH = OwnAccountResource.PATH + "/availability";

  private final Callers callers;
  private final SetAvailability set;

  AvailabilityResource(Callers callers, SetAvailability set) {
    this.callers = callers;
    this.set = set;
  }

  /** What an agent says of itself. */
  @Schema(name = "AvailabilityUpdate", description = "How the agent can be reached.")
  record AvailabilityUpdate(
      @Schema(
              required = true,
              enumeration = {"available", "busy", "away", "offline"})
          @Nullable String status) {

    Availability read() {
      return Optional.ofNullable(status)
          .flatMap(wire -> Wire.find(Availability.class, wire))
          .orElseThrow(
              () ->
                  new AgentProblem.Invalid(
                      "status", "must be one of " + Wire.all(Availability.class)));
    }
  }

  /** How an agent can be reached. */
  @Schema(name = "Availability", description = "How an agent can be reached.")
  record AvailabilityJson(
      String status,
      @Schema(description = "Since when it is that.") Instant since,
      @Schema(description = "Without another request until then the agent goes offline.")
          Instant aliveUntil) {

    static AvailabilityJson of(Presence presence) {
      return new AvailabilityJson(
          presence.availability().wire(), presence.since(), presence.aliveUntil());
    }
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "setOwnAvailability",
      summary = "Say how one can be reached",
      description =
          "Holds until the next shift begins or ends. Who makes no request for as long as the lease"
              + " (5 minutes by default) goes offline.")
  public AvailabilityJson set(AvailabilityUpdate body) {
    return AvailabilityJson.of(
        set.handle(new SetAvailability.Command(callers.current(), body.read())).presence());
  }
}
