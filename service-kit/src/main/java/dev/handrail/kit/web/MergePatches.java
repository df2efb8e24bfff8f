package dev.handrail.kit.web;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.handrail.kit.web.Problem.FieldError;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads JSON merge patches (RFC 7396), where null takes a value away and absence leaves it. */
@ApplicationScoped
public class MergePatches {

  public static final String MEDIA_TYPE = "application/merge-patch+json";

  private final ObjectReader json;

  MergePatches(ObjectMapper json) {
    // Numbers as they were written: a double would round them, or make an infinity of them.
    this.json = json.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  /**
   * A patch.
   *
   * @param values the given ones; null where absent or to be taken away
   * @param given the names of the fields that the patch has
   */
  public record Patch<T>(T values, Set<String> given) {
    public boolean has(String field) {
      return given.contains(field);
    }
  }

  /**
   * Reads a patch.
   *
   * @param shape its record; fields that it lacks are unknown or cannot be changed
   * @param removable fields that may be null
   * @throws ProblemException 400 for an unknown field, or null in a field that must have a value
   * @throws IOException for broken JSON or a value of the wrong type, answered 400 as well
   */
  public <T extends Record> Patch<T> read(byte[] patch, Class<T> shape, Set<String> removable)
      throws IOException {
    JsonNode body = json.readTree(patch);
    if (!body.isObject()) {
      throw ProblemException.badRequest("body", "must be an object");
    }
    Set<String> known =
        Arrays.stream(shape.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());
    List<FieldError> errors = new ArrayList<>();
    Set<String> given = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      given.add(field.getKey());
      if (!known.contains(field.getKey())) {
        errors.add(new FieldError(field.getKey(), "is not known, or cannot be changed"));
      } else if (field.getValue().isNull() && !removable.contains(field.getKey())) {
        errors.add(new FieldError(field.getKey(), "must not be null"));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest(errors.subList(0, Math.min(errors.size(), 20)));
    }
    return new Patch<>(json.treeToValue(body, shape), given);
  }
}
