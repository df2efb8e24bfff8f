package dev.handrail.endtoend.ledger;

import java.net.URI;
import java.util.List;

/** Where writers find the platform, and how they say who they are. */
public interface Doors {

  /** Addresses that all lead to the same platform; never empty. May change between calls. */
  List<URI> addresses();

  /** A bearer token for someone of the app {@code bookings}. */
  String token(String role, String subject);
}
