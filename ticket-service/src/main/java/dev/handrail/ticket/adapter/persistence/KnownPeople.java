package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.People;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Customers in table {@code person}, learned from the tokens of those who have called. */
@ApplicationScoped
public class KnownPeople implements People {

  private static final String FIND =
      "SELECT id, name, kind, avatar_url FROM person WHERE app = ? AND id = ?";

  private static final String SEEN =
      """
      INSERT INTO person AS known (app, id, name, kind, avatar_url) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (app, id) DO UPDATE
      SET name = coalesce(excluded.name, known.name), kind = excluded.kind,
          avatar_url = coalesce(excluded.avatar_url, known.avatar_url)
      WHERE (known.name, known.kind, known.avatar_url)
        IS DISTINCT FROM (coalesce(excluded.name, known.name), excluded.kind,
                          coalesce(excluded.avatar_url, known.avatar_url))
      """;

  private record Key(String app, String id) {}

  private final Sql sql;
  private final AfterCommit afterCommit;
  private final Noted<Key, Customer> noted = new Noted<>(20_000);

  KnownPeople(Sql sql, AfterCommit afterCommit) {
    this.sql = sql;
    this.afterCommit = afterCommit;
  }

  @Override
  public Optional<Customer> find(String app, String id) {
    return sql.first(
        FIND,
        row ->
            new Customer(
                row.string("id"),
                row.stringOrNull("name"),
                Wire.find(CustomerKind.class, row.string("kind")).orElse(CustomerKind.CUSTOMER),
                row.stringOrNull("avatar_url")),
        app,
        id);
  }

  @Override
  public void seen(String app, Customer customer) {
    Key key = new Key(app, customer.id());
    if (noted.has(key, customer)) {
      return;
    }
    sql.update(
        SEEN, app, customer.id(), customer.name(), customer.kind().wire(), customer.avatarUrl());
    afterCommit.run(() -> noted.note(key, customer));
  }
}
