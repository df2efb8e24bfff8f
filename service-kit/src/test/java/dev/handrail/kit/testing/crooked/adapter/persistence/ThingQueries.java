package dev.handrail.kit.testing.crooked.adapter.persistence;

import java.util.List;

/** The read side. */
public class ThingQueries {
  /** What a list shows. */
  public record Row(String name) {}

  public List<Row> list() {
    return List.of(new Row("one"));
  }
}
