package dev.handrail.ticket.domain;

/** Which tickets of an app its agents see; a setting of the profile. Their own are always seen. */
public enum AgentVisibility implements Wire {
  /** Tickets assigned to them, and unassigned ones that still need work. */
  ASSIGNED_AND_OPEN,
  /** Tickets of their department, and unassigned ones. An agent without a department sees all. */
  DEPARTMENT,
  /** Every ticket of the app. */
  ALL
}
