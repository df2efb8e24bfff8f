package dev.handrail.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two revisions of a schema. A later one may add properties, allow more values in a list,
 * and say things better; whatever a reader of the earlier one relied on must still hold, and the
 * events already on the topic must still be valid. So nothing may go, no type may change, and what
 * is required of an object that was there before stays exactly what it was.
 */
final class Additions {
  private final List<String> broken = new ArrayList<>();

  private Additions() {}

  /** Where the later revision takes back what the earlier one said; empty if nowhere. */
  static List<String> brokenBy(JsonNode earlier, JsonNode later) {
    Additions check = new Additions();
    check.schema("", earlier, later);
    return check.broken;
  }

  private void schema(String at, JsonNode earlier, JsonNode later) {
    for (Map.Entry<String, JsonNode> entry : earlier.properties()) {
      String keyword = entry.getKey();
      JsonNode was = entry.getValue();
      JsonNode is = later.path(keyword);
      String where = at + "/" + keyword;
      switch (keyword) {
        case "description", "title", "$comment" -> {
          // Words may be put better.
        }
        case "properties", "$defs" -> members(where, was, is);
        case "enum" -> atLeast(where, was, is);
        case "required" -> same(where, texts(was), texts(is));
        case "items" -> schema(where, was, is);
        default -> same(where, was, is);
      }
    }
    for (Map.Entry<String, JsonNode> entry : later.properties()) {
      String keyword = entry.getKey();
      boolean words = List.of("description", "title", "$comment").contains(keyword);
      if (!earlier.has(keyword) && !words && !earlier.isEmpty() && !isGrowth(keyword)) {
        broken.add(at + "/" + keyword + " is a new demand");
      }
    }
  }

  private static boolean isGrowth(String keyword) {
    return keyword.equals("properties") || keyword.equals("$defs");
  }

  private void members(String at, JsonNode earlier, JsonNode later) {
    for (Map.Entry<String, JsonNode> entry : earlier.properties()) {
      String where = at + "/" + entry.getKey();
      if (later.has(entry.getKey())) {
        schema(where, entry.getValue(), later.get(entry.getKey()));
      } else {
        broken.add(where + " is gone");
      }
    }
  }

  private void atLeast(String at, JsonNode earlier, JsonNode later) {
    Set<String> gone = texts(earlier);
    gone.removeAll(texts(later));
    if (!gone.isEmpty()) {
      broken.add(at + " lost " + gone);
    }
    if (!later.isArray()) {
      broken.add(at + " is gone");
    }
  }

  private void same(String at, Object earlier, Object later) {
    if (!earlier.equals(later)) {
      broken.add(at + " was " + earlier + " and is " + later);
    }
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
