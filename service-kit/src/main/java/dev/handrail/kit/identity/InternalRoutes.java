package dev.handrail.kit.identity;

import dev.handrail.kit.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What lies below {@code /internal} is for our own services alone. Judged by the resource that was
 * found rather than by the path as it was written.
 */
@ApplicationScoped
class InternalRoutes {
  private final Map<Method, Boolean> known = new ConcurrentHashMap<>();

  boolean isInternal(Class<?> resource, Method method) {
    return known.computeIfAbsent(method, _ -> read(resource, method));
  }

  private static boolean read(Class<?> resource, Method method) {
    String path =
        ("/"
                + value(resource.getAnnotation(Path.class))
                + "/"
                + value(method.getAnnotation(Path.class)))
            .replaceAll("/+", "/");
    return path.startsWith("/internal/");
  }

  private static String value(@Nullable Path path) {
    return path == null ? "" : path.value();
  }

  /**
   * Passes a token where it belongs.
   *
   * @throws ProblemException 403 for anyone but our own services on an internal route
   */
  static void check(boolean internal, VerifiedToken token) {
    if (internal && !token.issuer().equals(ServiceTokens.ISSUER)) {
      throw ProblemException.forbidden("This is for Handrail's own services.");
    }
  }
}
