package dev.handrail.notification.application.port;

import dev.handrail.notification.domain.AgentFacts;
import dev.handrail.notification.domain.Colleagues;
import dev.handrail.notification.domain.DepartmentFacts;
import java.util.List;

/** Keeps who works for support: of each account and department the newest that was heard. */
public interface Staff {

  /** Takes it in, unless something newer is known. */
  void learn(AgentFacts agent, long sequence);

  /** Takes it in, unless something newer is known. */
  void learn(DepartmentFacts department);

  /** Approved accounts that serve the app: the department's leads and agents, and all admins. */
  Colleagues colleagues(String department, String app);

  /** Approved admins, whatever apps they serve. */
  List<String> admins();
}
