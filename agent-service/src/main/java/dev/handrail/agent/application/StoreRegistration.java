package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The part of {@link RegisterAgent} that is one transaction. */
@ApplicationScoped
class StoreRegistration {

  private final AgentRepository agents;
  private final Departments departments;

  StoreRegistration(AgentRepository agents, Departments departments) {
    this.agents = agents;
    this.departments = departments;
  }

  @Transactional
  void handle(Change registration) {
    Text text = new Text();
    // Again, because it may have gone while the password was hashed.
    MembersOf.active(departments, text, registration.after().profile().department());
    text.done();
    agents.saveUnlessKnown(registration);
  }
}
