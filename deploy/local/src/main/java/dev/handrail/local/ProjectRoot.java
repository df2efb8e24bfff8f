package dev.handrail.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the checkout that this run belongs to. */
final class ProjectRoot {
  /** Set by the script, which knows where it lies. */
  private static final String PROPERTY = "handrail.root";

  private ProjectRoot() {}

  /**
   * @throws Refusal if the working directory is not inside a checkout
   */
  static Path find() {
    String told = System.getProperty(PROPERTY);
    Path start = Path.of(told != null ? told : "").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("handrail")) && Files.exists(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new Refusal(start + " is not inside a checkout of Handrail.");
  }
}
