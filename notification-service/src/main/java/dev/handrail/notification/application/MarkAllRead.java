package dev.handrail.notification.application;

import dev.handrail.notification.application.port.Notifications;
import dev.handrail.notification.domain.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** A person has read all of its notifications. */
@ApplicationScoped
public class MarkAllRead {

  /** Whose. */
  public record Command(Reader reader) {}

  private final Notifications notifications;
  private final Clock clock;

  MarkAllRead(Notifications notifications, Clock clock) {
    this.notifications = notifications;
    this.clock = clock;
  }

  /** Marks those that are there now; what comes meanwhile stays unread. */
  @Transactional
  public void handle(Command command) {
    notifications.markAllRead(command.reader(), clock.instant());
  }
}
