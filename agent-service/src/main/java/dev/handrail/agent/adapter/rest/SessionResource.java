package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.NoteSignOfLife;
import dev.handrail.agent.application.RefreshSession;
import dev.handrail.agent.application.SignIn;
import dev.handrail.agent.application.SignOut;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.web.TrustedProxies;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestCookie;
import org.jspecify.annotations.Nullable;

/** Signing in, staying so, and out. Answers hold secrets: no Idempotency-Key stores them. */
@Path(SessionResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Sessions")
class SessionResource {
  private static final Logger LOG = Logger.getLogger(SessionResource.class);

  static final String PATH = "/api/v1/sessions";

  private final SignIn signIn;
  private final RefreshSession refresh;
  private final SignOut signOut;
  private final NoteSignOfLife signOfLife;
  private final OwnSession own;
  private final TrustedProxies proxies;
  private final HttpServerRequest request;

  SessionResource(
      SignIn signIn,
      RefreshSession refresh,
      SignOut signOut,
      NoteSignOfLife signOfLife,
      OwnSession own,
      TrustedProxies proxies,
      HttpServerRequest request) {
    this.signIn = signIn;
    this.refresh = refresh;
    this.signOut = signOut;
    this.signOfLife = signOfLife;
    this.own = own;
    this.proxies = proxies;
    this.request = request;
  }

  @POST
  @PermitAll
  @Operation(
      operationId = "signIn",
      summary = "Sign in with address and password",
      description =
          "Wrong is 401, whether the address has an account or not. After the right password an"
              + " account that may not work is 403 with its own problem type. Too many tries at an"
              + " address or from one network address are 429; a device that keeps the cookie of an"
              + " earlier sign-in is not kept out by others' tries.")
  @APIResponse(
      responseCode = "201",
      description = "Signed in.",
      content = @Content(schema = @Schema(implementation = SessionJson.class)))
  public Response signIn(
      SessionBodies.Credentials body, @RestCookie(DeviceCookie.NAME) @Nullable String device) {
    var check = new SessionBodies.Check();
    String email = check.text("email", body.email());
    String password = check.text("password", body.password());
    check.done();
    var signedIn =
        signIn.handle(
            new SignIn.Command(
                email, password, DeviceCookie.read(device), proxies.clientOf(request)));
    signOfLife.of(signedIn.tokens().agent().id());
    return Response.status(201)
        .header("Location", PATH + "/current")
        .cookie(DeviceCookie.of(signedIn.device()))
        .entity(SessionJson.of(signedIn.tokens()))
        .build();
  }

  @POST
  @Path("/refresh")
  @PermitAll
  @Operation(
      operationId = "refreshSession",
      summary = "Exchange a refresh token",
      description =
          "Each is good once, and its answer is given again for ten seconds. Later, one that was"
              + " used ends the session and makes the agent's access tokens void.")
  @APIResponse(
      responseCode = "200",
      description = "The next tokens.",
      content = @Content(schema = @Schema(implementation = SessionJson.class)))
  public Response refresh(SessionBodies.Refresh body) {
    var check = new SessionBodies.Check();
    String token = check.text("refreshToken", body.refreshToken());
    check.done();
    return switch (refresh.handle(token)) {
      case RefreshSession.Outcome.Renewed(var tokens) -> {
        signOfLife.of(tokens.agent().id());
        yield Response.ok(SessionJson.of(tokens)).build();
      }
      case RefreshSession.Outcome.Over _ -> SignInProblemMapping.sessionOver().toResponse();
      case RefreshSession.Outcome.Reused(var session) -> {
        LOG.warnf("A refresh token of session %s was used twice; the session has ended.", session);
        yield SignInProblemMapping.sessionOver().toResponse();
      }
      case RefreshSession.Outcome.NotApproved(var status) ->
          SignInProblemMapping.notApproved(status).toResponse();
    };
  }

  @DELETE
  @Path("/current")
  @Access(roles = {Role.SUPPORT_AGENT, Role.ADMIN})
  @Operation(
      operationId = "signOut",
      summary = "Sign out",
      description =
          "Ends the session that the access token belongs to. The token itself lasts out its"
              + " minutes.")
  @APIResponse(responseCode = "204", description = "Signed out.")
  public void signOut() {
    OwnSession.Id session = own.get();
    signOut.handle(session.agent(), session.session());
  }
}
