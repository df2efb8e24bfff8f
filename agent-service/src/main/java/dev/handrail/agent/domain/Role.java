package dev.handrail.agent.domain;

import static dev.handrail.agent.domain.Permission.ASSIGN_TICKETS;
import static dev.handrail.agent.domain.Permission.CLOSE_TICKETS;
import static dev.handrail.agent.domain.Permission.CREATE_TICKETS;
import static dev.handrail.agent.domain.Permission.EDIT_TICKETS;
import static dev.handrail.agent.domain.Permission.SEND_MESSAGES;
import static dev.handrail.agent.domain.Permission.VIEW_CHAT;
import static dev.handrail.agent.domain.Permission.VIEW_CHAT_HISTORY;
import static dev.handrail.agent.domain.Permission.VIEW_TICKETS;

import java.util.EnumSet;
import java.util.Set;

/** What somebody is to the help desk. */
public enum Role implements Wire {
  CUSTOMER,
  SUPPORT_AGENT,
  ADMIN,
  /** Another platform app, or one of our own services. */
  SERVICE;

  /** The permissions that the role brings by default. */
  public Set<Permission> permissions() {
    return switch (this) {
      case CUSTOMER -> EnumSet.of(VIEW_TICKETS, CREATE_TICKETS, VIEW_CHAT, SEND_MESSAGES);
      case SUPPORT_AGENT ->
          EnumSet.of(
              VIEW_TICKETS,
              CREATE_TICKETS,
              EDIT_TICKETS,
              CLOSE_TICKETS,
              ASSIGN_TICKETS,
              VIEW_CHAT,
              SEND_MESSAGES,
              VIEW_CHAT_HISTORY);
      case ADMIN -> EnumSet.allOf(Permission.class);
      case SERVICE -> EnumSet.of(VIEW_TICKETS, CREATE_TICKETS);
    };
  }

  /** Support agents and admins. */
  public boolean isStaff() {
    return this == SUPPORT_AGENT || this == ADMIN;
  }
}
