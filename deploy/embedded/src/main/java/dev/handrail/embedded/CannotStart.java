package dev.handrail.embedded;

/** PostgreSQL or Kafka cannot run; the message is one sentence that a person can act on. */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is wrong and what to do about it
   */
  public CannotStart(String sentence) {
    super(sentence);
  }

  /**
   * @param sentence what is wrong and what to do about it
   * @param cause what told us
   */
  public CannotStart(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
