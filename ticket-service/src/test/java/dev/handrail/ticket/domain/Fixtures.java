package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.Sla;
import dev.handrail.ticket.domain.sla.Targets;
import dev.handrail.ticket.domain.sla.Terms;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People, profiles and tickets to start a test from. */
public final class Fixtures {

  public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  public static final AppProfile BOOKINGS = profile("bookings", "BKG", Status.values());
  public static final AppProfile RIDES =
      profile(
          "rides",
          "RID",
          Status.OPEN,
          Status.IN_PROGRESS,
          Status.WAITING_CUSTOMER,
          Status.RESOLVED,
          Status.CLOSED);
  public static final AppProfile DESK =
      profile("desk", "TKT", Status.OPEN, Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED);

  public static final Caller CUSTOMER = caller("cora", Role.CUSTOMER, "bookings");
  public static final Caller AGENT = caller("ada", Role.SUPPORT_AGENT, "bookings");
  public static final Caller OTHER_AGENT = caller("bob", Role.SUPPORT_AGENT, "bookings");
  public static final Caller ADMIN = caller("root", Role.ADMIN, "bookings");
  public static final Caller SERVICE = caller("rides-backend", Role.SERVICE, "bookings");
  public static final Agent ADA = agent("ada");
  public static final Agent BOB = agent("bob");

  private Fixtures() {}

  public static AppProfile profile(String key, String prefix, Status... statuses) {
    return profile(key, prefix, AgentVisibility.ALL, statuses);
  }

  public static AppProfile profile(
      String key, String prefix, AgentVisibility agentsSee, Status... statuses) {
    Map<Status, String> names = new EnumMap<>(Status.class);
    Arrays.stream(statuses).forEach(s -> names.put(s, s.wire()));
    Map<Priority, String> priorities = new EnumMap<>(Priority.class);
    Map<Priority, Targets> targets = new EnumMap<>(Priority.class);
    for (Priority p : Priority.values()) {
      priorities.put(p, p.wire());
      targets.put(p, p.defaultTargets());
    }
    return new AppProfile(
        key,
        "The " + key,
        prefix,
        names,
        priorities,
        List.of("general", "billing"),
        targets,
        false,
        false,
        Set.of(Role.CUSTOMER, Role.SUPPORT_AGENT, Role.ADMIN, Role.SERVICE),
        agentsSee,
        Duration.ofDays(2),
        false,
        Duration.ofDays(14),
        Duration.ofDays(7),
        Duration.ofDays(2),
        EscalateSince.CREATION,
        AppProfile.USUAL_REMINDER,
        AppProfile.USUAL_ALERT,
        5_000,
        10,
        10 * 1024 * 1024,
        List.of("en", "de", "pt-BR"),
        List.of(),
        1);
  }

  /** An app's own targets for a priority, around the clock. */
  public static Terms terms(Priority priority) {
    return new Terms(
        SlaPolicy.DEFAULT, 1, BusinessCalendar.ALWAYS, priority.defaultTargets(), 75, false, 1);
  }

  static AppProfile closingWhenRated(AppProfile p) {
    return copy(
        p,
        p.ratingAskedAfter(),
        true,
        p.escalateAfter(),
        p.escalateSince(),
        p.ratingRemindedAfter(),
        p.overdueAlertEvery());
  }

  static AppProfile askingAfter(AppProfile p, Duration period) {
    return copy(
        p,
        period,
        p.closesWhenRated(),
        p.escalateAfter(),
        p.escalateSince(),
        p.ratingRemindedAfter(),
        p.overdueAlertEvery());
  }

  public static AppProfile timed(AppProfile p, EscalateSince since, Duration age) {
    return copy(
        p,
        p.ratingAskedAfter(),
        p.closesWhenRated(),
        age,
        since,
        p.ratingRemindedAfter(),
        p.overdueAlertEvery());
  }

  /** An app that never reminds and never alerts. */
  static AppProfile quiet(AppProfile p) {
    return copy(
        p,
        p.ratingAskedAfter(),
        p.closesWhenRated(),
        p.escalateAfter(),
        p.escalateSince(),
        Duration.ZERO,
        Duration.ZERO);
  }

  /** An app whose tickets go up a level when a target was missed. */
  public static AppProfile escalatingOnBreach(AppProfile p) {
    return copy(
        p,
        true,
        p.ratingAskedAfter(),
        p.closesWhenRated(),
        p.escalateAfter(),
        p.escalateSince(),
        p.ratingRemindedAfter(),
        p.overdueAlertEvery());
  }

  private static AppProfile copy(
      AppProfile p,
      Duration ratingAskedAfter,
      boolean closesWhenRated,
      Duration escalateAfter,
      EscalateSince escalateSince,
      Duration ratingRemindedAfter,
      Duration overdueAlertEvery) {
    return copy(
        p,
        p.escalatesOnBreach(),
        ratingAskedAfter,
        closesWhenRated,
        escalateAfter,
        escalateSince,
        ratingRemindedAfter,
        overdueAlertEvery);
  }

  private static AppProfile copy(
      AppProfile p,
      boolean escalatesOnBreach,
      Duration ratingAskedAfter,
      boolean closesWhenRated,
      Duration escalateAfter,
      EscalateSince escalateSince,
      Duration ratingRemindedAfter,
      Duration overdueAlertEvery) {
    return new AppProfile(
        p.key(),
        p.name(),
        p.prefix(),
        p.statuses(),
        p.priorities(),
        p.departments(),
        p.targets(),
        p.pausesInternally(),
        escalatesOnBreach,
        p.mayCreate(),
        p.agentsSee(),
        ratingAskedAfter,
        closesWhenRated,
        p.reopenWindow(),
        p.autoCloseAfter(),
        escalateAfter,
        escalateSince,
        ratingRemindedAfter,
        overdueAlertEvery,
        p.longestMessage(),
        p.mostAttachments(),
        p.largestAttachment(),
        p.languages(),
        p.issuers(),
        p.version());
  }

  public static Caller caller(String id, Role role, String app) {
    return caller(id, role, app, null);
  }

  public static Caller caller(String id, Role role, String app, @Nullable String department) {
    return new Caller(
        id,
        role,
        app,
        Set.of(app),
        department,
        "Name of " + id,
        CustomerKind.CUSTOMER,
        role.permissions(),
        "en",
        null,
        "test");
  }

  static Agent agent(String id) {
    return new Agent(id, "Name of " + id, null, Set.of("bookings", "rides", "desk"), true);
  }

  public static FieldBuilder customField(String key, CustomField.Type type) {
    return new FieldBuilder(key, type);
  }

  /** Builds a custom field of bookings: of every place, for everybody, not required. */
  public static final class FieldBuilder {
    private final String key;
    private final CustomField.Type type;
    private String app = "bookings";
    private List<String> options = List.of();
    private List<String> categories = List.of();
    private List<String> departments = List.of();
    private boolean required;
    private boolean active = true;
    private boolean visibleToCustomer = true;
    private @Nullable BigDecimal min;
    private @Nullable BigDecimal max;

    private FieldBuilder(String key, CustomField.Type type) {
      this.key = key;
      this.type = type;
    }

    public FieldBuilder of(String appKey) {
      app = appKey;
      return this;
    }

    public FieldBuilder options(String... offered) {
      options = List.of(offered);
      return this;
    }

    public FieldBuilder categories(String... keys) {
      categories = List.of(keys);
      return this;
    }

    public FieldBuilder departments(String... keys) {
      departments = List.of(keys);
      return this;
    }

    public FieldBuilder required() {
      required = true;
      return this;
    }

    public FieldBuilder inactive() {
      active = false;
      return this;
    }

    public FieldBuilder forStaff() {
      visibleToCustomer = false;
      return this;
    }

    public FieldBuilder between(@Nullable String least, @Nullable String greatest) {
      min = least == null ? null : new BigDecimal(least);
      max = greatest == null ? null : new BigDecimal(greatest);
      return this;
    }

    public CustomField build() {
      return build(1);
    }

    public CustomField build(long version) {
      return new CustomField(
          app,
          key,
          "The " + key,
          "What is " + key + "?",
          type,
          options,
          categories,
          departments,
          required,
          active,
          5,
          visibleToCustomer,
          min,
          max,
          version);
    }
  }

  public static TicketBuilder aTicket() {
    return new TicketBuilder();
  }

  /** Builds a ticket as it would have become, without going the way. */
  public static final class TicketBuilder {
    private AppProfile app = BOOKINGS;
    private Status status = Status.OPEN;
    private @Nullable Assignee assignee;
    private @Nullable Rating rating;
    private @Nullable Instant resolvedAt;
    private @Nullable Instant closedAt;
    private List<String> watchers = List.of();
    private int level;
    private FollowUp followUp = FollowUp.NONE;
    private String customer = "cora";
    private String department = "general";
    private Ticket.Opener opener = new Ticket.Opener("cora", ActorKind.CUSTOMER);

    public TicketBuilder of(AppProfile profile) {
      app = profile;
      return this;
    }

    public TicketBuilder in(Status s) {
      status = s;
      resolvedAt = s == Status.RESOLVED ? NOON : null;
      closedAt = s == Status.CLOSED ? NOON : null;
      return this;
    }

    public TicketBuilder assignedTo(Agent agent) {
      assignee = agent.asAssignee();
      return this;
    }

    public TicketBuilder by(String customerId) {
      customer = customerId;
      return this;
    }

    public TicketBuilder openedBy(String id, ActorKind kind) {
      opener = new Ticket.Opener(id, kind);
      return this;
    }

    public TicketBuilder atLevel(int escalationLevel) {
      level = escalationLevel;
      return this;
    }

    public TicketBuilder with(FollowUp remembered) {
      followUp = remembered;
      return this;
    }

    public TicketBuilder department(String key) {
      department = key;
      return this;
    }

    public TicketBuilder watchedBy(List<String> staff) {
      watchers = staff;
      return this;
    }

    public TicketBuilder rated(int stars) {
      rating = new Rating(stars, null, NOON);
      return this;
    }

    public Ticket build() {
      Message opening =
          new Message(
              new UUID(1, 1),
              1,
              new Message.Author(customer, "Name of " + customer, ActorKind.CUSTOMER),
              "The tap drips.",
              TextFormat.TEXT,
              Visibility.PUBLIC,
              NOON);
      return new Ticket(
          new UUID(7, 7),
          app.prefix() + "-000001",
          app.key(),
          new Customer(customer, "Name of " + customer, CustomerKind.CUSTOMER, null),
          opener,
          Source.WEB,
          new Content(
              "A tap", "general", department, "en", Priority.MEDIUM, List.of("tap"), Map.of()),
          "The tap drips.",
          List.of(),
          watchers,
          status,
          assignee,
          level,
          followUp,
          status.isActive() ? null : new Resolution(ResolutionType.SOLVED, "fixed", "washer"),
          rating,
          Sla.startingAt(NOON, terms(Priority.MEDIUM)).under(status.resolutionClock(), NOON),
          MessageThread.EMPTY.with(opening),
          NOON,
          NOON,
          NOON,
          resolvedAt,
          closedAt,
          3,
          0,
          5);
    }
  }
}
