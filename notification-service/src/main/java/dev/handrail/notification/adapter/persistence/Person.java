package dev.handrail.notification.adapter.persistence;

import dev.handrail.notification.domain.Reader;
import dev.handrail.notification.domain.Recipient;
import java.util.stream.Stream;

/**
 * How a person stands in the columns {@code audience}, {@code person_app} and {@code person_id}.
 */
record Person(String audience, String app, String id) {

  static Person of(Recipient recipient) {
    return switch (recipient) {
      case Recipient.Customer customer -> new Person("customer", customer.app(), customer.id());
      case Recipient.Staff staff -> new Person("staff", "", staff.id());
      case Recipient.Service service -> new Person("service", "", service.id());
    };
  }

  /** The apps to which a reader's rows are narrowed, and the empty one of what is of no app. */
  static String[] apps(Reader reader) {
    return Stream.concat(reader.apps().stream(), Stream.of("")).toArray(String[]::new);
  }
}
