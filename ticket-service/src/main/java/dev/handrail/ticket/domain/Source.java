package dev.handrail.ticket.domain;

/** The way by which a ticket came in. */
public enum Source implements Wire {
  WEB,
  MOBILE,
  EMAIL,
  PHONE,
  CHAT,
  API,
  EVENT
}
