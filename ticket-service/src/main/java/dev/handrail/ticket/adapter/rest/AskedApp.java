package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.domain.Caller;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The app whose catalogue a request is about. */
@RequestScoped
class AskedApp {

  private final Callers callers;
  private final AppProfiles profiles;

  AskedApp(Callers callers, AppProfiles profiles) {
    this.callers = callers;
    this.profiles = profiles;
  }

  /**
   * The named app, else the token's; whether the caller serves it, the use case says.
   *
   * @throws ProblemException 400 when neither is there
   */
  String orTheTokens(@Nullable String app) {
    String key = app == null ? callers.current().app() : app;
    if (key == null) {
      throw ProblemException.badRequest("app", "is required, as your token speaks for no one app");
    }
    return key;
  }

  /** The same for reading: 404 unless the caller serves it. */
  String served(@Nullable String app) {
    Caller caller = callers.current();
    String key = orTheTokens(app);
    if (!caller.serves(key) || profiles.find(key).isEmpty()) {
      throw ProblemException.notFound();
    }
    return key;
  }
}
