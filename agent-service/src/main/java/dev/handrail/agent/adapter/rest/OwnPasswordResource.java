package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.ChangePassword;
import dev.handrail.agent.domain.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's own password. */
@Path(OwnPasswordResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Sessions")
class OwnPasswordResource {
  static final String PATH = "/api/v1/agents/me/password";

  private final ChangePassword change;
  private final OwnSession own;

  OwnPasswordResource(ChangePassword change, OwnSession own) {
    this.change = change;
    this.own = own;
  }

  @PUT
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "changePassword",
      summary = "Change your password",
      description =
          "Ends your other sessions. Your access tokens are void then: exchange your refresh token"
              + " for the next.")
  @APIResponse(responseCode = "204", description = "Changed.")
  public void change(SessionBodies.PasswordChange body) {
    OwnSession.Id session = own.get();
    var check = new SessionBodies.Check();
    String current = check.text("currentPassword", body.currentPassword());
    String next = check.text("newPassword", body.newPassword());
    check.done();
    change.handle(new ChangePassword.Command(session.agent(), session.session(), current, next));
  }
}
