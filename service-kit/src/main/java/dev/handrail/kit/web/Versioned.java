package dev.handrail.kit.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers that carry a thing with a version, and its {@code ETag}. */
public final class Versioned {

  private Versioned() {}

  /** 200 with the thing. */
  public static <J> RestResponse<J> ok(J json, long version) {
    return RestResponse.ResponseBuilder.ok(json)
        .header(HttpHeaders.ETAG, Versions.etag(version))
        .build();
  }

  /**
   * 201 with the thing.
   *
   * @param location path under which it is read from now on
   */
  public static Response created(String location, Object json, long version) {
    return Response.status(Response.Status.CREATED)
        .header(HttpHeaders.LOCATION, location)
        .header(HttpHeaders.ETAG, Versions.etag(version))
        .entity(json)
        .build();
  }
}
