package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.AskForPasswordReset;
import dev.handrail.agent.application.ResetPassword;
import dev.handrail.kit.web.TrustedProxies;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A new password for who has lost the old one. */
@Path(PasswordResetResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Sessions")
class PasswordResetResource {
  static final String PATH = "/api/v1/password-resets";

  private final AskForPasswordReset ask;
  private final ResetPassword reset;
  private final TrustedProxies proxies;
  private final HttpServerRequest request;

  PasswordResetResource(
      AskForPasswordReset ask,
      ResetPassword reset,
      TrustedProxies proxies,
      HttpServerRequest request) {
    this.ask = ask;
    this.reset = reset;
    this.proxies = proxies;
    this.request = request;
  }

  @POST
  @Operation(
      operationId = "askForPasswordReset",
      summary = "Ask for a link to set a new password",
      description =
          "Always the same answer. If the address has an approved account, a link is sent there; it"
              + " is good once and for half an hour.")
  @APIResponse(responseCode = "202", description = "Noted.")
  public Response ask(SessionBodies.ResetRequest body) {
    var check = new SessionBodies.Check();
    String email = check.text("email", body.email());
    check.done();
    ask.handle(email, proxies.clientOf(request));
    return Response.accepted().build();
  }

  @PUT
  @Path("/{token}")
  @Operation(
      operationId = "resetPassword",
      summary = "Set a new password by a link",
      description =
          "Ends every session of the account. The device may sign in at once, whatever others have"
              + " tried.")
  @APIResponse(responseCode = "204", description = "Set.")
  public Response reset(@RestPath String token, SessionBodies.NewPassword body) {
    var check = new SessionBodies.Check();
    String password = check.text("password", body.password());
    check.done();
    String device = reset.handle(token, password);
    return Response.noContent().cookie(DeviceCookie.of(device)).build();
  }
}
