package dev.handrail.ticket.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which tickets a caller sees, as a union of simple conditions. The one place of this rule: the
 * database adapter turns the same branches into SQL for lists, counts and searches.
 */
public record Scope(List<Branch> branches) {

  /** One condition; a ticket is seen when any branch holds. */
  public sealed interface Branch {
    boolean includes(Ticket ticket);

    /** The app whose tickets the branch is about. */
    String app();
  }

  /** Every ticket of an app. */
  public record WholeApp(String app) implements Branch {
    @Override
    public boolean includes(Ticket t) {
      return t.app().equals(app);
    }
  }

  /** Tickets of one customer. */
  public record OfCustomer(String app, String customerId) implements Branch {
    @Override
    public boolean includes(Ticket t) {
      return t.app().equals(app) && t.customer().id().equals(customerId);
    }
  }

  /** Tickets that one service opened. */
  public record OpenedBy(String app, String serviceId) implements Branch {
    @Override
    public boolean includes(Ticket t) {
      return t.app().equals(app)
          && t.openedBy().kind() == ActorKind.SERVICE
          && t.openedBy().id().equals(serviceId);
    }
  }

  /** Tickets that one agent has. */
  public record AssignedTo(String app, String agentId) implements Branch {
    @Override
    public boolean includes(Ticket t) {
      return t.app().equals(app) && t.isAssignedTo(agentId);
    }
  }

  /** Tickets that nobody has; with {@code activeOnly}, just those that still need work. */
  public record Unassigned(String app, boolean activeOnly) implements Branch {
    @Override
    public boolean includes(Ticket t) {
      return t.app().equals(app) && t.assignee() == null && (!activeOnly || t.status().isActive());
    }
  }

  /** Tickets of one department. */
  public record OfDepartment(String app, String department) implements Branch {
    @Override
    public boolean includes(Ticket t) {
      return t.app().equals(app) && t.content().department().equals(department);
    }
  }

  public Scope {
    branches = List.copyOf(branches);
  }

  public boolean includes(Ticket ticket) {
    return branches.stream().anyMatch(b -> b.includes(ticket));
  }

  /** What the caller sees of these apps. */
  public static Scope of(Caller caller, Collection<AppProfile> apps) {
    List<Branch> branches = new ArrayList<>();
    if (caller.permissions().contains(Permission.VIEW_TICKETS)) {
      apps.stream().filter(a -> caller.serves(a.key())).forEach(a -> add(branches, caller, a));
    }
    return new Scope(branches);
  }

  private static void add(List<Branch> branches, Caller caller, AppProfile app) {
    String key = app.key();
    switch (caller.role()) {
      case CUSTOMER -> branches.add(new OfCustomer(key, caller.id()));
      case SERVICE -> branches.add(new OpenedBy(key, caller.id()));
      case ADMIN -> branches.add(new WholeApp(key));
      case SUPPORT_AGENT -> {
        switch (app.agentsSee()) {
          case ALL -> branches.add(new WholeApp(key));
          case ASSIGNED_AND_OPEN -> {
            branches.add(new AssignedTo(key, caller.id()));
            branches.add(new Unassigned(key, true));
          }
          case DEPARTMENT -> {
            String department = caller.department();
            if (department == null) {
              branches.add(new WholeApp(key));
            } else {
              branches.add(new AssignedTo(key, caller.id()));
              branches.add(new Unassigned(key, false));
              branches.add(new OfDepartment(key, department));
            }
          }
        }
      }
    }
  }
}
