package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.CustomFields;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.SlaRules;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Apps, categories and custom fields in memory: every request needs them and they hardly ever
 * change. Once a second a read looks for the number of changes and, if it is another, loads all
 * anew; after a change made here the next read does.
 */
@ApplicationScoped
class Catalogue implements TicketRows.Calendars {
  static final String APP_COLUMNS = "key, prefix, version, settings";

  static final String CATEGORY_COLUMNS =
      "app, key, name, icon, description, active, sort_order, default_priority, department,"
          + " required_fields, version";

  static final String FIELD_COLUMNS =
      "app, key, name, description, type, options, categories, departments, required, active,"
          + " sort_order, visible_to_customer, minimum, maximum, version";

  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * The catalogues as they were at one revision.
   *
   * @param calendars every version of each, newest last
   */
  record Snapshot(
      long revision,
      Map<String, AppProfile> apps,
      Map<String, Map<String, Category>> categories,
      Map<String, CustomFields> customFields,
      SlaRules slaRules,
      Map<String, List<BusinessCalendar>> calendars) {}

  /** How many changes there have been: of everything, and of what decides about deadlines. */
  private record Revisions(long all, long sla) {}

  private final Sql sql;
  private final AfterCommit afterCommit;
  private final AtomicLong lookAgainAt = new AtomicLong(System.nanoTime());
  private final AtomicLong oldestGood = new AtomicLong();
  private final AtomicReference<@Nullable Snapshot> newest = new AtomicReference<>();

  Catalogue(Sql sql, AfterCommit afterCommit) {
    this.sql = sql;
    this.afterCommit = afterCommit;
  }

  Snapshot current() {
    Snapshot known = newest.get();
    if (known == null || known.revision() < oldestGood.get()) {
      return load(revisions());
    }
    long due = lookAgainAt.get();
    long now = System.nanoTime();
    // One reader looks; the others go on with what is known.
    if (now - due < 0 || !lookAgainAt.compareAndSet(due, now + FRESH_NANOS)) {
      return known;
    }
    Revisions revisions = revisions();
    return revisions.all() == known.revision() ? known : load(revisions);
  }

  /** Tells all replicas, with the running transaction's commit, that something has changed. */
  void changed() {
    long revision =
        sql.first(
                "UPDATE catalogue SET revision = revision + 1 RETURNING revision",
                row -> row.longValue("revision"))
            .orElseThrow();
    afterCommit.run(() -> oldestGood.accumulateAndGet(revision, Math::max));
  }

  /** Likewise for a change of what decides about deadlines: those of open tickets are set anew. */
  void slaRulesChanged() {
    sql.update("UPDATE catalogue SET sla_revision = sla_revision + 1");
    changed();
  }

  private Revisions revisions() {
    return sql.first(
            "SELECT revision, sla_revision FROM catalogue",
            row -> new Revisions(row.longValue("revision"), row.longValue("sla_revision")))
        .orElseThrow();
  }

  @Override
  public BusinessCalendar find(String key, long version) {
    if (key.equals(BusinessCalendar.ALWAYS.key())) {
      return BusinessCalendar.ALWAYS;
    }
    return version(current(), key, version)
        // Another replica has just set it.
        .or(() -> version(load(revisions()), key, version))
        .orElseThrow(
            () -> new IllegalStateException("Calendar " + key + " " + version + " is gone."));
  }

  private static Optional<BusinessCalendar> version(Snapshot known, String key, long version) {
    return known.calendars().getOrDefault(key, List.of()).stream()
        .filter(calendar -> calendar.version() == version)
        .findFirst();
  }

  /** Loads after the revision was read: what is newer still is loaded again at the next look. */
  private Snapshot load(Revisions revisions) {
    Map<String, AppProfile> apps = new LinkedHashMap<>();
    sql.list("SELECT " + APP_COLUMNS + " FROM app ORDER BY key", AppSettings::profile)
        .forEach(app -> apps.put(app.key(), app));
    Map<String, Map<String, Category>> categories = new LinkedHashMap<>();
    sql.list(
            "SELECT " + CATEGORY_COLUMNS + " FROM category ORDER BY app, sort_order, key",
            Catalogue::category)
        .forEach(
            c -> categories.computeIfAbsent(c.app(), app -> new LinkedHashMap<>()).put(c.key(), c));
    Map<String, List<CustomField>> fields = new LinkedHashMap<>();
    sql.list(
            "SELECT " + FIELD_COLUMNS + " FROM custom_field ORDER BY app, sort_order, key",
            Catalogue::customField)
        .forEach(f -> fields.computeIfAbsent(f.app(), app -> new ArrayList<>()).add(f));
    Map<String, CustomFields> customFields = new LinkedHashMap<>();
    fields.forEach((app, of) -> customFields.put(app, CustomFields.of(of)));
    Map<String, List<SlaPolicy>> policies = new LinkedHashMap<>();
    sql.list(
            "SELECT app, key, version, rules FROM sla_policy ORDER BY app, key",
            SlaRuleColumns::policy)
        .forEach(p -> policies.computeIfAbsent(p.app(), app -> new ArrayList<>()).add(p));
    Map<String, List<BusinessCalendar>> calendars = new LinkedHashMap<>();
    sql.list(
            "SELECT key, version, rules FROM business_calendar ORDER BY key, version",
            SlaRuleColumns::calendar)
        .forEach(c -> calendars.computeIfAbsent(c.key(), key -> new ArrayList<>()).add(c));
    Map<String, BusinessCalendar> newestCalendars = new LinkedHashMap<>();
    calendars.forEach((key, versions) -> newestCalendars.put(key, versions.getLast()));
    Snapshot loaded =
        new Snapshot(
            revisions.all(),
            Collections.unmodifiableMap(apps),
            categories,
            customFields,
            new SlaRules(revisions.sla(), apps, policies, newestCalendars),
            calendars);
    newest.accumulateAndGet(
        loaded,
        (stored, mine) ->
            stored == null || mine == null || mine.revision() >= stored.revision() ? mine : stored);
    return loaded;
  }

  static Category category(Row row) throws SQLException {
    return new Category(
        row.string("app"),
        row.string("key"),
        row.string("name"),
        row.stringOrNull("icon"),
        row.stringOrNull("description"),
        row.bool("active"),
        row.intValue("sort_order"),
        Wires.priority(row.intValue("default_priority")),
        row.string("department"),
        row.strings("required_fields"),
        row.longValue("version"));
  }

  /** An app's categories in their order. */
  List<Category> categoriesOf(String app) {
    return new ArrayList<>(current().categories().getOrDefault(app, Map.of()).values());
  }

  static CustomField customField(Row row) throws SQLException {
    return new CustomField(
        row.string("app"),
        row.string("key"),
        row.string("name"),
        row.stringOrNull("description"),
        Wires.read(CustomField.Type.class, row.string("type")),
        row.strings("options"),
        row.strings("categories"),
        row.strings("departments"),
        row.bool("required"),
        row.bool("active"),
        row.intValue("sort_order"),
        row.bool("visible_to_customer"),
        number(row.stringOrNull("minimum")),
        number(row.stringOrNull("maximum")),
        row.longValue("version"));
  }

  private static @Nullable BigDecimal number(@Nullable String stored) {
    return stored == null ? null : new BigDecimal(stored);
  }

  /** An app's custom fields. */
  CustomFields customFieldsOf(String app) {
    return current().customFields().getOrDefault(app, CustomFields.NONE);
  }

  /**
   * Adds a row.
   *
   * @param taken thrown when there is one of its key
   */
  void insert(TicketProblem.Conflict taken, String statement, @Nullable Object... params) {
    try {
      sql.update(statement, params);
    } catch (SqlFailure failure) {
      throw failure.isUniqueViolation() ? taken : failure;
    }
    changed();
  }

  /**
   * Changes a row that the transaction has locked, from one version to the next.
   *
   * @param row what it is, for the fault that there would be otherwise
   */
  void update(String row, String statement, @Nullable Object... params) {
    if (sql.update(statement, params) != 1) {
      throw new IllegalStateException(row + " was changed by somebody without its lock.");
    }
    changed();
  }
}
