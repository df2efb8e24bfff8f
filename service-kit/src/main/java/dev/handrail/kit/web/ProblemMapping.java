package dev.handrail.kit.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.handrail.kit.sql.SqlFailure;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * The one place where what goes wrong becomes a {@link Problem}. *
 *
 * <p>Public, because what Quarkus generates around it may come from another class loader.
 */
@ApplicationScoped
public class ProblemMapping {
  private static final Logger LOG = Logger.getLogger(ProblemMapping.class);

  /** PostgreSQL's words for text that no database can hold: NUL, or a broken encoding. */
  private static final String UNTRANSLATABLE = "22P05";

  private static final String NOT_IN_REPERTOIRE = "22021";

  /** How deep a chain of causes is searched. */
  private static final int DEEPEST_CAUSE = 20;

  private final Routes routes;

  ProblemMapping(Routes routes) {
    this.routes = routes;
  }

  @ServerExceptionMapper
  public Response known(ProblemException e) {
    return e.problem().toResponse();
  }

  @ServerExceptionMapper
  public Response framework(WebApplicationException e, UriInfo request) {
    ProblemException meant = causeOf(e, ProblemException.class);
    if (meant != null) {
      return meant.problem().toResponse();
    }
    JsonProcessingException unreadable = causeOf(e, JsonProcessingException.class);
    if (unreadable != null) {
      return json(unreadable);
    }
    int status = e.getResponse().getStatus();
    if (status < 400) {
      return e.getResponse();
    }
    if (status >= 500 && status != 503) {
      return unexpected(e);
    }
    Response answer = Problems.ofStatus(status).toResponse();
    return e instanceof NotAllowedException
        ? Response.fromResponse(answer)
            .header(HttpHeaders.ALLOW, routes.allowed(request.getRequestUri().getPath()))
            .build()
        : answer;
  }

  @ServerExceptionMapper
  public Response json(JsonProcessingException e) {
    return JsonFaults.problem(e).toResponse();
  }

  /** Named beside its parent, as the framework has a mapper of its own for it. */
  @ServerExceptionMapper
  Response mismatch(MismatchedInputException e) {
    return json(e);
  }

  @ServerExceptionMapper
  public Response sql(SqlFailure e) {
    return database(e, e);
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e) {
    Optional<SqlFailure> sql = SqlFailure.behind(e);
    if (sql.isPresent()) {
      return database(sql.get(), e);
    }
    if (e instanceof QuarkusTransactionException
        || causeOf(e, RollbackException.class) != null
        || causeOf(e, HeuristicMixedException.class) != null
        || causeOf(e, HeuristicRollbackException.class) != null) {
      // The transaction could not begin or end; whether it did is for the caller to find out by
      // trying again with the same key.
      LOG.warnf(e, "A transaction failed");
      return Problems.unavailable().toResponse();
    }
    if (causeOf(e, RejectedExecutionException.class) != null) {
      LOG.warnf("No thread was free: %s", e.getMessage());
      return Problems.unavailable().toResponse();
    }
    LOG.error("Request failed", e);
    return Problems.internal().toResponse();
  }

  /**
   * Keeps answers out of caches unless they say otherwise, and tells problems where they happened:
   * the path only, as a query may hold what does not belong into logs.
   */
  @ServerResponseFilter
  public void complete(ContainerRequestContext request, ContainerResponseContext response) {
    if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, RequestGate.NOT_CACHED);
    }
    if (response.getEntity() instanceof Problem problem && problem.instance() == null) {
      String path = request.getUriInfo().getRequestUri().getRawPath();
      response.setEntity(problem.withInstance(SafeText.path(path)));
    }
  }

  private static Response database(SqlFailure failure, Throwable thrown) {
    String state = failure.sqlState();
    if (UNTRANSLATABLE.equals(state) || NOT_IN_REPERTOIRE.equals(state)) {
      return Problem.of(
              400,
              "invalid-request",
              "Invalid request",
              "A text has characters that cannot be stored.")
          .toResponse();
    }
    if (failure.isTransient()) {
      LOG.warnf("The database is not available (%s): %s", state, failure.getMessage());
      return Problems.unavailable().toResponse();
    }
    LOG.error("Request failed", thrown);
    return Problems.internal().toResponse();
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
