package dev.handrail.notification.application.port;

import dev.handrail.notification.domain.Notification;
import dev.handrail.notification.domain.Reader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps every person's notifications. */
public interface Notifications {

  /** Adds them; one whose recipient has its id already is left as it is. */
  void add(List<Notification> notifications);

  /** Marks one of the reader's as read, if it is not; false if the reader has no such one. */
  boolean markRead(Reader reader, UUID id, Instant now);

  /** Marks all of the reader's as read. */
  void markAllRead(Reader reader, Instant now);
}
