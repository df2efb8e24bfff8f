package dev.handrail.kit.testing.crooked.application;

import jakarta.enterprise.context.RequestScoped;

/** Fault: an annotation that is not one of the two. */
@RequestScoped
public class KnowsAFramework {
  public String greet() {
    return "hello";
  }
}
