package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps the settings of the platform apps (P1). They apply at once, without a restart. */
@ApplicationScoped
public class EditApps {

  private final AppProfiles profiles;

  EditApps(AppProfiles profiles) {
    this.profiles = profiles;
  }

  /**
   * Adds an app; for admins who serve every app.
   *
   * @throws TicketProblem.Conflict when its key or prefix is taken
   */
  @Transactional
  public AppProfile add(Caller caller, AppProfile profile) {
    caller.require(Permission.MANAGE_SETTINGS);
    if (!caller.serves(profile.key())) {
      throw new TicketProblem.Forbidden("Only an admin of every app adds apps.");
    }
    profiles.save(profile);
    return profile;
  }

  /**
   * Changes an app's settings. Key and prefix stay: numbers that were given out carry them.
   *
   * @param edit gets the stored profile and returns the new one, with the version plus one
   */
  @Transactional
  public AppProfile change(
      Caller caller, String key, @Nullable Long expectedVersion, UnaryOperator<AppProfile> edit) {
    CatalogueAccess.requireAdminOf(caller, key);
    AppProfile stored =
        CatalogueAccess.atVersion(
            profiles.findForChange(key), expectedVersion, AppProfile::version);
    AppProfile edited = edit.apply(stored);
    if (!edited.prefix().equals(stored.prefix())) {
      throw new TicketProblem.Invalid("prefix", "cannot change: ticket numbers carry it");
    }
    profiles.save(edited);
    return edited;
  }
}
