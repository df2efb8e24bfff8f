package dev.handrail.agent.adapter.system;

import dev.handrail.agent.application.AnnounceDepartments;
import dev.handrail.agent.application.MakeFirstAdmin;
import dev.handrail.agent.domain.AgentProblem;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** What a new platform needs before its first request; done once among all replicas. */
@ApplicationScoped
class FirstDay {
  private static final Logger LOG = Logger.getLogger(FirstDay.class);

  private final FirstAdminConfig config;
  private final MakeFirstAdmin makeFirstAdmin;
  private final AnnounceDepartments announceDepartments;

  FirstDay(
      FirstAdminConfig config,
      MakeFirstAdmin makeFirstAdmin,
      AnnounceDepartments announceDepartments) {
    this.config = config;
    this.makeFirstAdmin = makeFirstAdmin;
    this.announceDepartments = announceDepartments;
  }

  void begin(@Observes StartupEvent event) {
    announceDepartments.handle();
    if (config.email().isPresent() != config.password().isPresent()) {
      throw new IllegalStateException(
          "handrail.first-admin.email and handrail.first-admin.password go together.");
    }
    if (config.email().isPresent() && config.password().isPresent()) {
      make(config.email().get(), config.password().get());
    }
  }

  private void make(String email, String password) {
    try {
      switch (makeFirstAdmin.handle(email, password)) {
        case MADE -> LOG.info("The first admin's account was made.");
        case THERE_IS_ONE -> LOG.debug("There is an admin's account.");
        case ADDRESS_TAKEN ->
            LOG.error(
                "The first admin's account was not made: its address (handrail.first-admin.email)"
                    + " has another account. Choose another address.");
      }
    } catch (AgentProblem.Invalid wrong) {
      throw new IllegalStateException(
          "handrail.first-admin cannot be used: " + wrong.detail(), wrong);
    }
  }
}
