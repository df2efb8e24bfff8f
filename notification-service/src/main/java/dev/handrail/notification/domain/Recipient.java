package dev.handrail.notification.domain;

/**
 * Someone with a list of notifications. Customers are known by app and id, staff by the id alone.
 */
public sealed interface Recipient {

  /** The id within its audience. */
  String id();

  record Customer(String app, String id) implements Recipient {}

  record Staff(String id) implements Recipient {}

  /** A program of the platform. It is told by events and webhooks; its list stays empty. */
  record Service(String id) implements Recipient {}
}
