package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Customer;
import java.util.Optional;

/** The customers heard of so far, by app and id. */
public interface People {

  Optional<Customer> find(String app, String id);

  /** Takes note of a customer as its token describes it; costs nothing when that was known. */
  void seen(String app, Customer customer);
}
