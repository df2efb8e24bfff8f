package dev.handrail.kit.testing.crooked.domain;

/** Fault: state that changes. */
public final class CanChange {
  private int count;

  public int next() {
    return ++count;
  }
}
