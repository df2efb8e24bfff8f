package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.sql.SqlFailure;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Optional;

/** App profiles in table {@code app}; reads are answered from memory. */
@ApplicationScoped
class SqlAppProfiles implements AppProfiles {
  private final Sql sql;
  private final Catalogue catalogue;

  SqlAppProfiles(Sql sql, Catalogue catalogue) {
    this.sql = sql;
    this.catalogue = catalogue;
  }

  @Override
  public Optional<AppProfile> find(String key) {
    return Optional.ofNullable(catalogue.current().apps().get(key));
  }

  @Override
  public Collection<AppProfile> all() {
    return catalogue.current().apps().values();
  }

  @Override
  public Optional<AppProfile> findForChange(String key) {
    return sql.first(
        "SELECT " + Catalogue.APP_COLUMNS + " FROM app WHERE key = ? FOR UPDATE",
        AppSettings::profile,
        key);
  }

  @Override
  public void save(AppProfile profile) {
    if (profile.version() == 1) {
      insert(profile);
    } else {
      update(profile);
    }
    catalogue.slaRulesChanged();
  }

  private void insert(AppProfile profile) {
    try {
      sql.update(
          "INSERT INTO app (key, prefix, version, settings) VALUES (?, ?, 1, ?)",
          profile.key(),
          profile.prefix(),
          AppSettings.of(profile));
    } catch (SqlFailure failure) {
      if (!failure.isUniqueViolation()) {
        throw failure;
      }
      throw "app_prefix_key".equals(failure.constraint())
          ? new TicketProblem.Conflict(
              "prefix-taken", "Another app has the prefix " + profile.prefix() + ".")
          : new TicketProblem.Conflict("app-exists", "There is an app " + profile.key() + ".");
    }
  }

  private void update(AppProfile profile) {
    int updated =
        sql.update(
            "UPDATE app SET version = ?, settings = ? WHERE key = ? AND version = ?",
            profile.version(),
            AppSettings.of(profile),
            profile.key(),
            profile.version() - 1);
    if (updated != 1) {
      throw new IllegalStateException(
          "App " + profile.key() + " was changed by somebody without its lock.");
    }
  }
}
