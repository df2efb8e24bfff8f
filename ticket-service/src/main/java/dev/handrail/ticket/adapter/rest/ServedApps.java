package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import jakarta.enterprise.context.RequestScoped;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The apps that the caller of the request at hand works for. */
@RequestScoped
class ServedApps {

  private final Callers callers;
  private final AppProfiles profiles;

  ServedApps(Callers callers, AppProfiles profiles) {
    this.callers = callers;
    this.profiles = profiles;
  }

  /**
   * Keys of these apps.
   *
   * @param only narrows them to this one; none if it is not among them
   */
  Set<String> keys(@Nullable String only) {
    Caller caller = callers.current();
    return profiles.all().stream()
        .map(AppProfile::key)
        .filter(caller::serves)
        .filter(key -> only == null || key.equals(only))
        .collect(Collectors.toUnmodifiableSet());
  }
}
