package dev.handrail.kit.sql;

import dev.handrail.kit.testing.Infrastructure;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Data sources without a pool. */
final class Databases {
  private Databases() {}

  static DataSource of(Infrastructure.Database database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }
}
