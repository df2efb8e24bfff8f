package dev.handrail.notification.domain;

import java.util.List;
import java.util.UUID;

/**
 * What an event says of a department, after the change.
 *
 * @param leads whose agents' ids these are
 * @param sequence counts the department's events from 1
 */
public record DepartmentFacts(String key, List<UUID> leads, long sequence) {
  public DepartmentFacts {
    leads = List.copyOf(leads);
  }
}
