package dev.handrail.kit.inbox;

/** An event that no retry can make acceptable; it goes to the dead-letter topic at once. */
public class MalformedEvent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong with the event.
   *
   * @param message without content of the event, since it is written beside it and to logs
   */
  public MalformedEvent(String message) {
    super(message);
  }

  /** The same with its cause. */
  public MalformedEvent(String message, Throwable cause) {
    super(message, cause);
  }
}
