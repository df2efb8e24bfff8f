package dev.handrail.ticket.domain;

/** How a message's text is to be read; it is sanitised when it is shown. */
public enum TextFormat implements Wire {
  TEXT,
  MARKDOWN
}
