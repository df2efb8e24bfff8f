package dev.handrail.notification.domain;

/** Who did a thing. */
public record Actor(String id, ActorKind kind) {

  /** Whether this is the person that would be told. */
  boolean is(Recipient recipient) {
    return switch (recipient) {
      case Recipient.Customer customer -> kind == ActorKind.CUSTOMER && id.equals(customer.id());
      case Recipient.Staff staff -> kind == ActorKind.STAFF && id.equals(staff.id());
      case Recipient.Service _ -> false;
    };
  }
}
