package dev.handrail.kit.identity;

import dev.handrail.kit.web.ProblemException;
import io.vertx.core.Context;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Demands a good bearer token for every resource method that is not {@code @PermitAll}, wherever it
 * is mounted. Those take a token too, and refuse a bad one. Agents' tokens that agent-service has
 * made void are bad; routes below {@code /internal} take those of our own services alone.
 *
 * <p>Public, because what Quarkus generates around it may come from another class loader.
 */
@ApplicationScoped
public class TokenFilter {
  private static final Logger LOG = Logger.getLogger(TokenFilter.class);
  private static final String SCHEME = "Bearer ";
  private static final Duration UNTIL_KEYS_COME = Duration.ofSeconds(5);

  private final Identity identity;
  private final NotBeforePolling notBefore;
  private final InternalRoutes internalRoutes;
  private final CurrentToken currentToken;

  TokenFilter(
      Identity identity,
      NotBeforePolling notBefore,
      InternalRoutes internalRoutes,
      CurrentToken currentToken) {
    this.identity = identity;
    this.notBefore = notBefore;
    this.internalRoutes = internalRoutes;
    this.currentToken = currentToken;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  public void authenticate(ContainerRequestContext request, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    boolean internal = internalRoutes.isInternal(resource.getResourceClass(), method);
    List<String> headers = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (headers != null && !headers.isEmpty()) {
      VerifiedToken token = verify(headers);
      InternalRoutes.check(internal, token);
      currentToken.set(token);
    } else if (internal || !isOpen(method)) {
      throw ProblemException.unauthorized();
    }
  }

  private VerifiedToken verify(List<String> headers) {
    String header = headers.getFirst();
    if (headers.size() != 1 || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw ProblemException.unauthorized();
    }
    try {
      VerifiedToken token =
          identity
              .verifier()
              .verify(header.substring(SCHEME.length()).strip(), !Context.isOnEventLoopThread());
      NotBefore list = notBefore.list();
      if (list != null) {
        list.check(token);
      }
      return token;
    } catch (RefusedToken e) {
      LOG.debugf("Refused a token: %s", e.getMessage());
      throw ProblemException.unauthorized();
    } catch (KeysMissing e) {
      throw ProblemException.unavailable(UNTIL_KEYS_COME);
    }
  }

  private static boolean isOpen(Method method) {
    return method.isAnnotationPresent(PermitAll.class)
        || method.getDeclaringClass().isAnnotationPresent(PermitAll.class);
  }
}
