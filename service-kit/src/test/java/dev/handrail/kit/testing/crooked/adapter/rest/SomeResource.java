package dev.handrail.kit.testing.crooked.adapter.rest;

import dev.handrail.kit.testing.crooked.adapter.persistence.SqlThings;
import dev.handrail.kit.testing.crooked.adapter.persistence.ThingQueries;
import java.util.List;

/** Fault: writes past the application. Asking the queries is no fault. */
public class SomeResource {
  private final SqlThings things = new SqlThings();

  public List<ThingQueries.Row> list() {
    return new ThingQueries().list();
  }

  public void write() {
    things.write();
  }
}
