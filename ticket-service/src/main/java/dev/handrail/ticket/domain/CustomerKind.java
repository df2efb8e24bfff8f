package dev.handrail.ticket.domain;

/** What a customer is to the platform app. */
public enum CustomerKind implements Wire {
  CUSTOMER,
  PROVIDER,
  DRIVER,
  TECHNICIAN,
  CORPORATE
}
