package dev.handrail.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The schemas of an OpenAPI document: values that fit them, and whether a value does. */
final class ApiShapes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 12;

  private final JsonNode document;

  ApiShapes(JsonNode document) {
    this.document = document;
  }

  /** What a reference stands for; anything else is itself. */
  JsonNode resolve(JsonNode node) {
    JsonNode current = node;
    while (current.has("$ref")) {
      current = document.at(current.path("$ref").asText().substring(1));
    }
    return current;
  }

  /** A value that fits, as far as the schema says. */
  JsonNode example(JsonNode schemaOrReference, String name, Random random) {
    JsonNode schema = resolve(schemaOrReference);
    for (String choice : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.has(choice)) {
        return example(schema.path(choice).path(0), name, random);
      }
    }
    if (schema.path("enum").size() > 0) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size()));
    }
    return switch (type(schema)) {
      case "object" -> object(schema, random);
      case "array" -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(example(schema.path("items"), name, random));
        }
        yield array;
      }
      case "integer" -> NODES.numberNode(1 + random.nextInt(5));
      case "number" -> NODES.numberNode(random.nextDouble());
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> NODES.textNode(text(name, random));
    };
  }

  private ObjectNode object(JsonNode schema, Random random) {
    ObjectNode object = NODES.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(r -> required.add(r.asText()));
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String name = property.getKey();
              boolean likely = required.contains(name) || KNOWN.has(name);
              if (likely || random.nextInt(20) == 0) {
                object.set(name, example(property.getValue(), name, random));
              }
            });
    return object;
  }

  /** Words that mean something to the platform, so that not every request fails at the door. */
  private static final ObjectNode KNOWN =
      NODES
          .objectNode()
          .put("subject", "A subject")
          .put("description", "A description")
          .put("category", "technical")
          .put("text", "A text")
          .put("status", "in_progress")
          .put("priority", "high")
          .put("agentId", "me")
          .put("type", "solved")
          .put("summary", "A summary")
          .put("reason", "A reason")
          .put("rating", "5");

  private static String text(String name, Random random) {
    return KNOWN.has(name) ? KNOWN.path(name).asText() : "text-" + random.nextInt(1000);
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (!one.asText().equals("null")) {
          return one.asText();
        }
      }
    }
    if (type.isTextual()) {
      return type.asText();
    }
    return schema.has("properties") ? "object" : "string";
  }

  /** What is wrong with a value, each with its path; empty if it fits. */
  List<String> misfits(JsonNode schemaOrReference, JsonNode value) {
    List<String> found = new ArrayList<>();
    check(schemaOrReference, value, "$", 0, found);
    return found;
  }

  private void check(
      JsonNode schemaOrReference, JsonNode value, String path, int depth, List<String> found) {
    JsonNode schema = resolve(schemaOrReference);
    if (depth > DEEPEST || schema.isEmpty() || value.isNull()) {
      // What may be null is not in the documents yet.
      return;
    }
    if (schema.has("anyOf") || schema.has("oneOf")) {
      JsonNode choices = schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf");
      for (JsonNode choice : choices) {
        List<String> of = new ArrayList<>();
        check(choice, value, path, depth + 1, of);
        if (of.isEmpty()) {
          return;
        }
      }
      found.add(path + " fits none of the choices");
      return;
    }
    schema.path("allOf").forEach(part -> check(part, value, path, depth + 1, found));
    if (!typeFits(schema.path("type"), value)) {
      found.add(path + " is " + value.getNodeType() + " and not " + schema.path("type"));
      return;
    }
    if (value.isObject()) {
      for (JsonNode required : schema.path("required")) {
        if (!value.has(required.asText())) {
          found.add(path + "." + required.asText() + " is missing");
        }
      }
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> {
                JsonNode member = value.get(property.getKey());
                if (member != null) {
                  check(
                      property.getValue(),
                      member,
                      path + "." + property.getKey(),
                      depth + 1,
                      found);
                }
              });
      if (schema.has("properties") && !schema.has("additionalProperties")) {
        value
            .fieldNames()
            .forEachRemaining(
                name -> {
                  if (!schema.path("properties").has(name)) {
                    found.add(path + "." + name + " is not described");
                  }
                });
      }
    } else if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), path + "[" + i + "]", depth + 1, found);
      }
    }
  }

  private static boolean typeFits(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (typeFits(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> true;
    };
  }
}
