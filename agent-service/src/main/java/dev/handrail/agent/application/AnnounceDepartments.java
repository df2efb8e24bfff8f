package dev.handrail.agent.application;

import dev.handrail.agent.application.port.Departments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Tells, once among all replicas, of the departments that came with the database. */
@ApplicationScoped
public class AnnounceDepartments {

  private final Departments departments;
  private final Clock clock;

  AnnounceDepartments(Departments departments, Clock clock) {
    this.departments = departments;
    this.clock = clock;
  }

  @Transactional
  public void handle() {
    departments.lockUntold().forEach(d -> departments.save(d.announce(clock.instant())));
  }
}
