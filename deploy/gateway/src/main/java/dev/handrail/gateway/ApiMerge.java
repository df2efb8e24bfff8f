package dev.handrail.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes one OpenAPI 3.1 document of those of the services. A component that two services describe
 * differently under one name is kept twice, each under the service's name and a dot in front; so is
 * whatever refers to it. Only paths that the gateway routes to the service that describes them
 * appear.
 */
final class ApiMerge {
  private static final String COMPONENTS = "#/components/";
  private static final String SECURITY_SCHEMES = "securitySchemes";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final SortedMap<String, JsonNode> documents;

  /** Components that need the service's name, as {@code schemas/Page}. */
  private final Set<String> clashes = new HashSet<>();

  private final Set<String> operationIds = new HashSet<>();
  private final Map<String, ObjectNode> tags = new TreeMap<>();

  private ApiMerge(Map<String, JsonNode> documents) {
    this.documents = new TreeMap<>(documents);
  }

  /**
   * Merges the documents, which it leaves as they are.
   *
   * @param documents by the name of the service
   */
  static ObjectNode merge(Map<String, JsonNode> documents) {
    return new ApiMerge(documents).merge();
  }

  private ObjectNode merge() {
    findClashes();
    ObjectNode merged = object();
    merged.put("openapi", "3.1.0");
    merged
        .putObject("info")
        .put("title", "Handrail")
        .put(
            "description",
            "Tickets, chat, agents, notifications, FAQ and analytics behind one address.")
        .put("version", "v1");
    merged.putArray("servers").addObject().put("url", "/").put("description", "This gateway");
    var paths = new TreeMap<String, ObjectNode>();
    var components = new TreeMap<String, SortedMap<String, JsonNode>>();
    documents.forEach(
        (service, document) -> {
          addPaths(service, document, paths);
          addComponents(service, document, components);
        });
    ArrayNode tagList = merged.putArray("tags");
    tags.values().forEach(tagList::add);
    ObjectNode pathsNode = merged.putObject("paths");
    paths.forEach(pathsNode::set);
    ObjectNode componentsNode = merged.putObject("components");
    components.forEach(
        (section, entries) -> entries.forEach(componentsNode.withObject("/" + section)::set));
    return merged;
  }

  /** A name clashes when two services differ on it, or on something that it refers to. */
  private void findClashes() {
    var byName = new HashMap<String, List<JsonNode>>();
    for (JsonNode document : documents.values()) {
      document
          .path("components")
          .properties()
          .forEach(
              section ->
                  section
                      .getValue()
                      .properties()
                      .forEach(
                          component ->
                              byName
                                  .computeIfAbsent(
                                      section.getKey() + "/" + component.getKey(),
                                      name -> new ArrayList<>())
                                  .add(component.getValue())));
    }
    byName.values().removeIf(found -> found.size() < 2);
    byName.forEach(
        (name, found) -> {
          if (new HashSet<>(found).size() > 1) {
            clashes.add(name);
          }
        });
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Map.Entry<String, List<JsonNode>> shared : byName.entrySet()) {
        if (!clashes.contains(shared.getKey()) && refersToClash(shared.getValue().getFirst())) {
          clashes.add(shared.getKey());
          grew = true;
        }
      }
    }
  }

  private boolean refersToClash(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().startsWith(COMPONENTS)
          && clashes.contains(node.textValue().substring(COMPONENTS.length()));
    }
    for (JsonNode child : node) {
      if (refersToClash(child)) {
        return true;
      }
    }
    return false;
  }

  private void addPaths(String service, JsonNode document, Map<String, ObjectNode> paths) {
    var used = new LinkedHashSet<String>();
    for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
      Route route = Routes.of(entry.getKey());
      if (route == null || !route.service().equals(service) || !entry.getValue().isObject()) {
        continue;
      }
      ObjectNode item = (ObjectNode) renamed(service, entry.getValue());
      for (String method : METHODS) {
        if (item.get(method) instanceof ObjectNode operation) {
          complete(service, document, operation, used);
        }
      }
      paths.put(entry.getKey(), item);
    }
    describe(service, document, used);
  }

  /** Gives an operation what stood at the top of its document or would be ambiguous here. */
  private void complete(String service, JsonNode document, ObjectNode operation, Set<String> used) {
    if (!operation.has("security") && document.has("security")) {
      operation.set("security", document.get("security").deepCopy());
    }
    if (operation.get("security") instanceof ArrayNode requirements) {
      operation.set("security", renamedRequirements(service, requirements));
    }
    if (operation.path("tags").isEmpty()) {
      operation.putArray("tags").add(service);
    }
    operation.get("tags").forEach(tag -> used.add(tag.asText()));
    if (operation.has("operationId")) {
      String id = operation.get("operationId").asText();
      operation.put("operationId", operationIds.add(id) ? id : service + "." + id);
    }
  }

  private void describe(String service, JsonNode document, Set<String> used) {
    for (JsonNode tag : document.path("tags")) {
      if (tag.isObject() && used.contains(tag.path("name").asText())) {
        tags.putIfAbsent(tag.path("name").asText(), (ObjectNode) renamed(service, tag));
      }
    }
    for (String name : used) {
      tags.putIfAbsent(name, object().put("name", name));
    }
  }

  private void addComponents(
      String service, JsonNode document, Map<String, SortedMap<String, JsonNode>> components) {
    document
        .path("components")
        .properties()
        .forEach(
            section ->
                section
                    .getValue()
                    .properties()
                    .forEach(
                        component ->
                            components
                                .computeIfAbsent(section.getKey(), name -> new TreeMap<>())
                                .put(
                                    name(service, section.getKey(), component.getKey()),
                                    renamed(service, component.getValue()))));
  }

  private String name(String service, String section, String component) {
    return clashes.contains(section + "/" + component) ? service + "." + component : component;
  }

  /** A copy in which references lead to the names of the merged document. */
  private JsonNode renamed(String service, JsonNode node) {
    if (node.isTextual()) {
      return JsonNodeFactory.instance.textNode(renamedReference(service, node.textValue()));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object();
      object
          .properties()
          .forEach(
              field -> {
                if (field.getKey().equals("mapping") && object.has("propertyName")) {
                  copy.set("mapping", renamedMapping(service, field.getValue()));
                } else {
                  copy.set(field.getKey(), renamed(service, field.getValue()));
                }
              });
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(renamed(service, element)));
      return copy;
    }
    return node;
  }

  private String renamedReference(String service, String text) {
    if (!text.startsWith(COMPONENTS)) {
      return text;
    }
    String path = text.substring(COMPONENTS.length());
    int slash = path.indexOf('/');
    return clashes.contains(path)
        ? COMPONENTS + path.substring(0, slash + 1) + service + "." + path.substring(slash + 1)
        : text;
  }

  /** The mapping of a discriminator may name a schema without the path in front. */
  private JsonNode renamedMapping(String service, JsonNode mapping) {
    ObjectNode copy = object();
    mapping
        .properties()
        .forEach(
            entry -> {
              String target = entry.getValue().asText();
              copy.put(
                  entry.getKey(),
                  target.startsWith("#")
                      ? renamedReference(service, target)
                      : name(service, "schemas", target));
            });
    return copy;
  }

  private ArrayNode renamedRequirements(String service, ArrayNode requirements) {
    ArrayNode copy = JsonNodeFactory.instance.arrayNode();
    for (JsonNode requirement : requirements) {
      ObjectNode one = copy.addObject();
      requirement
          .properties()
          .forEach(
              scheme ->
                  one.set(name(service, SECURITY_SCHEMES, scheme.getKey()), scheme.getValue()));
    }
    return copy;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
