package dev.handrail.notification.application;

import dev.handrail.notification.application.port.Staff;
import dev.handrail.notification.domain.DepartmentFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Learns who leads a department. */
@ApplicationScoped
public class LearnOfDepartment {

  /** What was said of it. */
  public record Command(DepartmentFacts department) {}

  private final Staff staff;

  LearnOfDepartment(Staff staff) {
    this.staff = staff;
  }

  /** What is older than what is known changes nothing. */
  @Transactional
  public void handle(Command command) {
    staff.learn(command.department());
  }
}
