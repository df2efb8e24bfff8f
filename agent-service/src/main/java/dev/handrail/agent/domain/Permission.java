package dev.handrail.agent.domain;

/** Single things that a role may do; an admin may grant or take them away per agent. */
public enum Permission implements Wire {
  VIEW_TICKETS,
  CREATE_TICKETS,
  EDIT_TICKETS,
  CLOSE_TICKETS,
  ASSIGN_TICKETS,
  DELETE_TICKETS,
  VIEW_CHAT,
  SEND_MESSAGES,
  VIEW_CHAT_HISTORY,
  MANAGE_AGENTS,
  MANAGE_FAQ,
  VIEW_ANALYTICS,
  MANAGE_SETTINGS
}
