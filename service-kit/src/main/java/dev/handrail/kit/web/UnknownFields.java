package dev.handrail.kit.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the unknown fields of one body, so that the answer can name all of them. */
final class UnknownFields {
  /** More are not named. */
  private static final int MOST = 20;

  private static final ThreadLocal<List<Problem.FieldError>> GATHERED = new ThreadLocal<>();

  private UnknownFields() {}

  /** Starts gathering on this thread; without it the first unknown field fails the reading. */
  static void gather() {
    GATHERED.set(new ArrayList<>());
  }

  /** Ends gathering and gives what was found. */
  static List<Problem.FieldError> gathered() {
    List<Problem.FieldError> found = GATHERED.get();
    GATHERED.remove();
    return found == null ? List.of() : found;
  }

  /** Hears of unknown fields from Jackson. */
  static final class Collector extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        @Nullable Object beanOrClass,
        String name)
        throws IOException {
      List<Problem.FieldError> found = GATHERED.get();
      if (found == null) {
        return false;
      }
      if (found.size() < MOST) {
        found.add(new Problem.FieldError(path(parser, name), "is not known"));
      }
      parser.skipChildren();
      return true;
    }

    private static String path(JsonParser parser, String name) {
      StringBuilder path = new StringBuilder();
      var outer = parser.getParsingContext();
      for (var at = outer.inObject() ? outer.getParent() : outer; at != null; at = at.getParent()) {
        if (at.inObject() && at.getCurrentName() != null) {
          path.insert(
              0, at.getCurrentName() + (path.isEmpty() || path.charAt(0) == '[' ? "" : "."));
        } else if (at.inArray()) {
          path.insert(
              0,
              "["
                  + at.getCurrentIndex()
                  + "]"
                  + (path.isEmpty() || path.charAt(0) == '[' ? "" : "."));
        }
      }
      return path.isEmpty() ? name : path + "." + name;
    }
  }
}
