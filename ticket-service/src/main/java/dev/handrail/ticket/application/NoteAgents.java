package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Workforce;
import dev.handrail.ticket.domain.routing.DepartmentRules;
import dev.handrail.ticket.domain.routing.ListedAgent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Takes over what agent-service says of agents and departments. Hearing a thing twice, or after
 * something newer, changes nothing.
 */
@ApplicationScoped
public class NoteAgents {

  /** News of one agent or department, with its place among the news of the same one. */
  public sealed interface Command {
    long sequence();
  }

  public record OfAgent(ListedAgent agent, long sequence) implements Command {}

  public record OfDepartment(DepartmentRules rules, long sequence) implements Command {}

  private final Workforce workforce;

  NoteAgents(Workforce workforce) {
    this.workforce = workforce;
  }

  @Transactional
  public void handle(Command c) {
    switch (c) {
      case OfAgent news -> workforce.note(news.agent(), news.sequence());
      case OfDepartment news -> workforce.note(news.rules(), news.sequence());
    }
  }
}
