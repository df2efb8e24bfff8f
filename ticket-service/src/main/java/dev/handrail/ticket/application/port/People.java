package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Customer;
import java.util.Optional;

/** The customers heard of so far, by app and id. */
public interface People {

  Optional<Customer> find(String app, String id);
}
