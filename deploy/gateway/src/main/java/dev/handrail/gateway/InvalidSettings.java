package dev.handrail.gateway;

import java.util.List;

/**
 * The environment does not describe a gateway that can run; says everything that is wrong at once.
 */
final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSettings(List<String> sentences) {
    super(String.join(System.lineSeparator(), sentences), null, false, false);
  }
}
