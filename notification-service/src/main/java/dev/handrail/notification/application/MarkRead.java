package dev.handrail.notification.application;

import dev.handrail.notification.application.port.Notifications;
import dev.handrail.notification.domain.NoSuchNotification;
import dev.handrail.notification.domain.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** A person has read one of its notifications. */
@ApplicationScoped
public class MarkRead {

  /** Whose, and which. */
  public record Command(Reader reader, UUID id) {}

  private final Notifications notifications;
  private final Clock clock;

  MarkRead(Notifications notifications, Clock clock) {
    this.notifications = notifications;
    this.clock = clock;
  }

  /**
   * Marks it; one that is marked keeps its time.
   *
   * @throws NoSuchNotification if it is not there or another's
   */
  @Transactional
  public void handle(Command command) {
    if (!notifications.markRead(command.reader(), command.id(), clock.instant())) {
      throw new NoSuchNotification();
    }
  }
}
