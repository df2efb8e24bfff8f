package dev.handrail.kit.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
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
      // At an object or list as the unknown field's value, the parser is inside of it already.
      JsonStreamContext at = parser.getParsingContext();
      if (parser.currentToken() != null && parser.currentToken().isStructStart()) {
        at = at.getParent();
      }
      StringBuilder path = new StringBuilder(name);
      for (at = at.getParent(); at != null && !at.inRoot(); at = at.getParent()) {
        boolean atIndex = path.charAt(0) == '[';
        path.insert(0, atIndex ? "" : ".");
        path.insert(0, at.inArray() ? "[" + at.getCurrentIndex() + "]" : at.getCurrentName());
      }
      return path.toString();
    }
  }
}
