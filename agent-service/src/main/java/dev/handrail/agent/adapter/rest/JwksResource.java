package dev.handrail.agent.adapter.rest;

import dev.handrail.kit.identity.OwnIssuer;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public keys by which everybody can check agents' tokens. */
@Path("/.well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Sessions")
class JwksResource {
  private final OwnIssuer issuer;

  JwksResource(OwnIssuer issuer) {
    this.issuer = issuer;
  }

  @GET
  @PermitAll
  @Operation(operationId = "getKeys", summary = "The keys that sign agents' tokens (JWKS)")
  public Response keys() {
    return Response.ok(issuer.jwks()).header("Cache-Control", "public, max-age=60").build();
  }
}
