package dev.handrail.local;

/** Something cannot be done; the message is one sentence for the person who asked. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exit code of a command that was understood but cannot be done. */
  static final int CANNOT = 1;

  /** The exit code of a command line that makes no sense. */
  static final int USAGE = 2;

  private final int exitCode;

  /**
   * @param sentence what is wrong and what to do about it
   */
  public Refusal(String sentence) {
    this(sentence, CANNOT);
  }

  Refusal(String sentence, int exitCode) {
    super(sentence);
    this.exitCode = exitCode;
  }

  Refusal(String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = CANNOT;
  }

  static Refusal usage(String sentence) {
    return new Refusal(sentence, USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
