package dev.handrail.kit.web;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.identity.VerifiedToken;
import dev.handrail.kit.sql.Sql;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A resource as services write them, for the kit's tests. */
@Path("/api/v1/things")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ThingResource {
  /** How often a creating action ran. */
  static final AtomicInteger RUNS = new AtomicInteger();

  /** Holds {@link #slow()} until it is released. */
  static volatile CountDownLatch gate = new CountDownLatch(0);

  /** How many calls wait at the gate. */
  static final AtomicInteger AT_GATE = new AtomicInteger();

  private final CurrentToken token;
  private final Sql sql;
  private final Idempotency idempotency;

  ThingResource(CurrentToken token, Sql sql, Idempotency idempotency) {
    this.token = token;
    this.sql = sql;
    this.idempotency = idempotency;
  }

  record Thing(
      @Nullable String text,
      @Nullable Integer number,
      @Nullable Boolean flag,
      @Nullable List<Part> parts,
      @Nullable Instant at,
      @Nullable Duration lasting,
      @Nullable UUID ref,
      @Nullable Map<String, String> labels,
      @Nullable Kind kind) {}

  record Part(String name, int count) {}

  enum Kind {
    BIG,
    SMALL
  }

  record Stored(UUID id, String text) {}

  record Listed(
      @Nullable Integer limit,
      @Nullable List<String> status,
      @Nullable UUID id,
      @Nullable Instant since,
      @Nullable String q) {}

  @GET
  public Listed list(
      @RestQuery @Nullable Integer limit,
      @RestQuery @Nullable List<String> status,
      @RestQuery @Nullable UUID id,
      @RestQuery @Nullable Instant since,
      @RestQuery("q") @Nullable String text) {
    return new Listed(Limit.of(limit), status, id, since, text);
  }

  @GET
  @Path("/me")
  public VerifiedToken me() {
    return token.get();
  }

  @GET
  @Path("/open")
  @PermitAll
  public Map<String, String> open() {
    return Map.of("who", token.find().map(VerifiedToken::subject).orElse("nobody"));
  }

  @GET
  @Path("/log-context")
  public Map<String, String> logContext() {
    return Map.of("requestId", String.valueOf(MDC.get("requestId")));
  }

  @GET
  @Path("/by-id/{id}")
  public Map<String, UUID> byId(@RestPath UUID id) {
    return Map.of("id", id);
  }

  @GET
  @Path("/problem")
  public Response problem() {
    throw new ProblemException(
        ProblemException.conflict("wrong-state", "It is closed.")
            .problem()
            .withAllowed(List.of("reopened")));
  }

  @GET
  @Path("/busy")
  public Response busy() {
    return ProblemException.tooMany(Duration.ofMillis(1500)).problem().toResponse();
  }

  @GET
  @Path("/crash")
  public Response crash() {
    throw new IllegalStateException("secret of the inside");
  }

  @GET
  @Path("/crash-sql")
  public Response crashSql() {
    sql.update("INSERT INTO no_such_table VALUES (1)");
    return Response.noContent().build();
  }

  /** Has the database end the connection that asks. */
  @GET
  @Path("/lost-connection")
  public Response lostConnection() {
    sql.first("SELECT pg_terminate_backend(pg_backend_pid())", row -> true);
    return Response.noContent().build();
  }

  @GET
  @Path("/slow")
  public Map<String, Boolean> slow() throws InterruptedException {
    AT_GATE.incrementAndGet();
    try {
      return Map.of("passed", gate.await(30, TimeUnit.SECONDS));
    } finally {
      AT_GATE.decrementAndGet();
    }
  }

  @GET
  @Path("/cached")
  public Response cached() {
    return Response.ok(Map.of()).header("Cache-Control", "public, max-age=60").build();
  }

  @POST
  @Path("/echo")
  public Thing echo(Thing body) {
    return body;
  }

  @POST
  @Path("/echo-text")
  @Consumes(MediaType.TEXT_PLAIN)
  public Map<String, Integer> echoText(String body) {
    return Map.of("length", body.length());
  }

  @PUT
  @Path("/versioned")
  public Response versioned(@HeaderParam("If-Match") @Nullable String ifMatch, Thing body) {
    var wanted = Versions.ifMatch(ifMatch);
    if (wanted.isPresent() && wanted.getAsLong() != 7) {
      throw ProblemException.preconditionFailed();
    }
    return Response.ok(body).header("ETag", Versions.etag(8)).build();
  }

  @POST
  public Response create(@HeaderParam("Idempotency-Key") @Nullable String key, Thing body) {
    return idempotency.once(key, token.get(), "POST /api/v1/things", body, insert(body));
  }

  @POST
  @Path("/other-route")
  public Response createElsewhere(
      @HeaderParam("Idempotency-Key") @Nullable String key, Thing body) {
    return idempotency.once(key, token.get(), "POST /api/v1/things/other", body, insert(body));
  }

  /** Writes first and then finds a reason not to: by exception, by answer or by a crash. */
  @POST
  @Path("/refused")
  public Response refuse(
      @HeaderParam("Idempotency-Key") @Nullable String key, @RestQuery String how, Thing body) {
    return idempotency.once(
        key,
        token.get(),
        "POST /api/v1/things/refused",
        body,
        () -> {
          Response done = insert(body).get();
          return switch (how) {
            case "exception" -> throw ProblemException.conflict("wrong-state", "Not now.");
            case "answer" ->
                ProblemException.conflict("wrong-state", "Not now.").problem().toResponse();
            case "lost" -> lostConnection();
            case "crash" -> throw new IllegalStateException("secret of the inside");
            default -> done;
          };
        });
  }

  @DELETE
  @Path("/{id}")
  public void delete(@RestPath UUID id) {
    sql.update("DELETE FROM things WHERE id = ?", id);
  }

  private Supplier<Response> insert(Thing body) {
    return () -> {
      RUNS.incrementAndGet();
      UUID id = UuidV7.next();
      String text = body.text() == null ? "" : body.text();
      sql.update("INSERT INTO things (id, text) VALUES (?, ?)", id, text);
      return Response.status(201)
          .header("Location", "/api/v1/things/" + id)
          .header("ETag", Versions.etag(1))
          .entity(new Stored(id, text))
          .build();
    };
  }
}
