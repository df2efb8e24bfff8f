package dev.handrail.kit.testing.crooked.adapter.persistence;

/** The write side. */
public class SqlThings {
  private int written;

  public void write() {
    written++;
  }

  public int written() {
    return written;
  }
}
