package dev.handrail.notification.application;

import dev.handrail.notification.application.port.Notifications;
import dev.handrail.notification.application.port.Staff;
import dev.handrail.notification.domain.AgentEvent;
import dev.handrail.notification.domain.AgentNews;
import dev.handrail.notification.domain.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Learns of an agent's account, and tells everyone concerned what happened to it. */
@ApplicationScoped
public class TellOfAgent {

  /** The event to learn from. */
  public record Command(AgentNews news) {}

  private final Notifications notifications;
  private final Staff staff;

  TellOfAgent(Notifications notifications, Staff staff) {
    this.notifications = notifications;
    this.staff = staff;
  }

  /** The same event again changes nothing; an older one is told but not learnt. */
  @Transactional
  public void handle(Command command) {
    AgentNews news = command.news();
    staff.learn(news.agent(), news.sequence());
    List<String> admins = news.event() == AgentEvent.REGISTERED ? staff.admins() : List.of();
    List<Notification> told = Notification.of(news, admins);
    if (!told.isEmpty()) {
      notifications.add(told);
    }
  }
}
