package dev.handrail.kit.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which methods each path of this service takes: the framework does not say it with a 405. */
@ApplicationScoped
class Routes {
  private static final Pattern TEMPLATE = Pattern.compile("\\{[^}]*}");

  private final List<Route> routes = new ArrayList<>();

  private record Route(Pattern path, String method) {}

  Routes(BeanManager beans) {
    beans
        .getBeans(Object.class, Any.Literal.INSTANCE)
        .forEach(bean -> collect(bean.getBeanClass()));
  }

  /** The methods for a path, as in an {@code Allow} header. */
  String allowed(String path) {
    Set<String> methods =
        routes.stream()
            .filter(route -> route.path().matcher(path).matches())
            .map(Route::method)
            .collect(Collectors.toCollection(TreeSet::new));
    return String.join(", ", methods);
  }

  private void collect(Class<?> type) {
    Path base = type.getAnnotation(Path.class);
    if (base == null) {
      return;
    }
    for (Method method : type.getDeclaredMethods()) {
      for (Annotation annotation : method.getAnnotations()) {
        HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
        if (verb != null) {
          routes.add(new Route(pattern(base, method.getAnnotation(Path.class)), verb.value()));
        }
      }
    }
  }

  private static Pattern pattern(Path base, @Nullable Path own) {
    String path = "/" + base.value() + "/" + (own == null ? "" : own.value());
    String normal = path.replaceAll("/+", "/").replaceAll("/$", "");
    String regex =
        TEMPLATE
            .splitAsStream(normal)
            .map(Pattern::quote)
            .collect(Collectors.joining("[^/]+", "", normal.endsWith("}") ? "[^/]+" : ""));
    return Pattern.compile(regex + "/?");
  }
}
