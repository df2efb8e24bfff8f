package dev.handrail.kit.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The words of a service, for its OpenAPI document: which values a field or query parameter takes,
 * and what a parameter of many routes means. So no annotation repeats them.
 *
 * @param values by {@code Schema.property}, or the property alone
 * @param parameters descriptions by name
 */
public record ApiVocabulary(Map<String, List<String>> values, Map<String, String> parameters) {

  /** Writes them wherever they belong. */
  public void write(OpenAPI document) {
    if (document.getComponents() != null && document.getComponents().getSchemas() != null) {
      document.getComponents().getSchemas().forEach(this::write);
    }
    document
        .getPaths()
        .getPathItems()
        .values()
        .forEach(item -> item.getOperations().values().forEach(this::write));
  }

  private void write(String name, Schema schema) {
    Map<String, Schema> properties = schema.getProperties();
    if (properties != null) {
      properties.forEach((property, of) -> valuesOf(name, property).ifPresent(v -> limit(of, v)));
    }
  }

  private void write(Operation operation) {
    if (operation.getParameters() == null) {
      return;
    }
    for (Parameter parameter : operation.getParameters()) {
      String name = parameter.getName();
      if (parameter.getSchema() != null && parameter.getIn() == Parameter.In.QUERY) {
        valuesOf("", name).ifPresent(v -> limit(parameter.getSchema(), v));
      }
      String description = name == null ? null : parameters.get(name);
      if (description != null) {
        parameter.description(description);
      }
    }
  }

  private Optional<List<String>> valuesOf(String owner, String property) {
    List<String> own = values.get(owner + "." + property);
    return Optional.ofNullable(own == null ? values.get(property) : own);
  }

  /** Says which values there are; other names that are taken as input are told in words. */
  private static void limit(Schema schema, List<String> values) {
    Schema single = schema.getItems() == null ? schema : schema.getItems();
    List<@Nullable Object> all = new ArrayList<>(values);
    if (single.getType() != null && single.getType().contains(Schema.SchemaType.NULL)) {
      all.add(null);
    }
    single.setEnumeration(all);
  }
}
