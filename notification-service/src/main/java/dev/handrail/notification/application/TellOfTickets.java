package dev.handrail.notification.application;

import dev.handrail.notification.application.port.Notifications;
import dev.handrail.notification.application.port.Staff;
import dev.handrail.notification.domain.Colleagues;
import dev.handrail.notification.domain.Notification;
import dev.handrail.notification.domain.TicketNews;
import dev.handrail.notification.domain.WhoIsTold;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells everyone concerned what happened to tickets. */
@ApplicationScoped
public class TellOfTickets {

  /** The events to tell of. */
  public record Command(List<TicketNews> news) {}

  private final Notifications notifications;
  private final Staff staff;

  TellOfTickets(Notifications notifications, Staff staff) {
    this.notifications = notifications;
    this.staff = staff;
  }

  /** Stores what each person is told; the same events again change nothing. */
  @Transactional
  public void handle(Command command) {
    // Many alarms of one department are one question.
    Map<List<String>, Colleagues> known = new HashMap<>();
    List<Notification> told =
        command.news().stream()
            .flatMap(news -> Notification.of(news, colleagues(news, known)).stream())
            .toList();
    if (!told.isEmpty()) {
      notifications.add(told);
    }
  }

  private Colleagues colleagues(TicketNews news, Map<List<String>, Colleagues> known) {
    String department = news.ticket().department();
    String app = news.ticket().app();
    return WhoIsTold.concernsColleagues(news)
        ? known.computeIfAbsent(List.of(department, app), _ -> staff.colleagues(department, app))
        : Colleagues.NONE;
  }
}
