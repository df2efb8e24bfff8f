package dev.handrail.kit.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that the matched method does not declare, gives twice, or of the wrong
 * type, and names them all. Declared are its {@code @RestQuery} and {@code @QueryParam} parameters,
 * also inside a {@code @BeanParam}.
 *
 * <p>Public, because what Quarkus generates around it may come from another class loader.
 */
@ApplicationScoped
public class StrictQuery {
  private static final int MOST_ERRORS = 20;

  private final Map<Method, Map<String, Class<?>>> declared = new ConcurrentHashMap<>();

  @ServerRequestFilter(priority = Priorities.USER)
  public void check(ContainerRequestContext request, ResourceInfo resource) {
    if (request.getUriInfo().getRequestUri().getRawQuery() == null) {
      return;
    }
    Map<String, Class<?>> known =
        declared.computeIfAbsent(resource.getResourceMethod(), StrictQuery::declaredBy);
    List<Problem.FieldError> errors = new ArrayList<>();
    request
        .getUriInfo()
        .getQueryParameters()
        .forEach(
            (name, values) -> {
              String wrong = wrongWith(known.get(name), values);
              if (wrong != null && errors.size() < MOST_ERRORS) {
                errors.add(new Problem.FieldError(name, wrong));
              }
            });
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest(errors);
    }
  }

  private static @Nullable String wrongWith(@Nullable Class<?> type, List<String> values) {
    if (type == null) {
      return "is not a known query parameter";
    }
    boolean many = type.isArray() || Collection.class.isAssignableFrom(type);
    if (values.size() > 1 && !many) {
      return "must be given once";
    }
    for (String value : values) {
      String wrong = many ? null : wrongWith(type, value);
      if (wrong != null) {
        return wrong;
      }
      // Taken for absent, an empty filter would quietly choose everything.
      if (value.isEmpty()) {
        return "must not be empty";
      }
      if (value.chars().anyMatch(Character::isISOControl)) {
        return "must not have control characters";
      }
    }
    return null;
  }

  private static @Nullable String wrongWith(Class<?> type, String value) {
    try {
      if (type == Integer.class || type == int.class) {
        Integer.parseInt(value);
      } else if (type == Long.class || type == long.class) {
        Long.parseLong(value);
      } else if (type == UUID.class) {
        if (!UUID.fromString(value).toString().equalsIgnoreCase(value)) {
          return "must be a UUID";
        }
      } else if (type == Instant.class) {
        Instant.parse(value);
      } else if (type == LocalDate.class) {
        LocalDate.parse(value);
      } else if ((type == Boolean.class || type == boolean.class)
          && !value.equals("true")
          && !value.equals("false")) {
        return "must be true or false";
      }
      return null;
    } catch (NumberFormatException e) {
      return "must be a whole number";
    } catch (DateTimeException e) {
      return "must be a time such as 2026-01-31T12:00:00Z";
    } catch (IllegalArgumentException e) {
      return "must be a UUID";
    }
  }

  private static Map<String, Class<?>> declaredBy(Method method) {
    Map<String, Class<?>> found = new HashMap<>();
    for (Parameter parameter : method.getParameters()) {
      add(found, parameter, parameter.getName(), parameter.getType());
      if (parameter.isAnnotationPresent(BeanParam.class)
          || (parameter.getType().isRecord() && !parameter.isAnnotationPresent(RestQuery.class))) {
        addMembers(found, parameter.getType());
      }
    }
    return Map.copyOf(found);
  }

  private static void addMembers(Map<String, Class<?>> found, Class<?> bean) {
    if (bean.isRecord()) {
      for (RecordComponent component : bean.getRecordComponents()) {
        add(found, component, component.getName(), component.getType());
      }
    }
    for (Field field : bean.getDeclaredFields()) {
      add(found, field, field.getName(), field.getType());
    }
  }

  private static void add(
      Map<String, Class<?>> found, AnnotatedElement element, String name, Class<?> type) {
    RestQuery rest = element.getAnnotation(RestQuery.class);
    QueryParam standard = element.getAnnotation(QueryParam.class);
    if (rest != null) {
      found.put(rest.value().isEmpty() ? name : rest.value(), type);
    } else if (standard != null) {
      found.put(standard.value(), type);
    }
  }
}
