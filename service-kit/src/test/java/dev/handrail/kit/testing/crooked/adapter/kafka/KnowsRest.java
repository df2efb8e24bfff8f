package dev.handrail.kit.testing.crooked.adapter.kafka;

import dev.handrail.kit.testing.crooked.adapter.rest.SomeResource;

/** Fault: depends on the REST adapter. */
public class KnowsRest {
  private final SomeResource resource = new SomeResource();

  public void run() {
    resource.write();
  }
}
