package dev.handrail.notification.domain;

/** The reader has no notification with this id, be it another's or nobody's. */
public final class NoSuchNotification extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says only that: whether somebody else has it is not for the reader to know. */
  public NoSuchNotification() {
    super("The reader has no such notification.", null, false, false);
  }
}
