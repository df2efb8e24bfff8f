package dev.handrail.notification.application;

import dev.handrail.notification.application.port.Notifications;
import dev.handrail.notification.domain.Notification;
import dev.handrail.notification.domain.TicketNews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Tells everyone concerned what happened to a ticket. */
@ApplicationScoped
public class TellOfTicket {

  /** The event to tell of. */
  public record Command(TicketNews news) {}

  private final Notifications notifications;

  TellOfTicket(Notifications notifications) {
    this.notifications = notifications;
  }

  /** Stores what each person is told; the same event again changes nothing. */
  @Transactional
  public void handle(Command command) {
    List<Notification> told = Notification.of(command.news());
    if (!told.isEmpty()) {
      notifications.add(told);
    }
  }
}
