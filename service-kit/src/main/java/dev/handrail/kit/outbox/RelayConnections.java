package dev.handrail.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections of the relay, beside the pool: a full pool then cannot hold up the events, and
 * settings that would be wrong for a request stay away from requests.
 */
@ApplicationScoped
class RelayConnections implements OutboxTable.Connections {
  private final String url;
  private final String user;
  private final String password;

  RelayConnections(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  @Override
  public Connection open() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url);
    source.setUser(user);
    source.setPassword(password);
    source.setApplicationName("outbox relay");
    source.setConnectTimeout(5);
    source.setSocketTimeout(10);
    source.setTcpKeepAlive(true);
    // A delete that a crash of the database undoes is only a duplicate: no need to wait for the
    // disk. The table is empty most of the time, and statistics say so even with a million rows
    // waiting: without the rest the planner may sort them all for each fetch.
    source.setOptions(
        "-c synchronous_commit=off -c enable_seqscan=off -c enable_bitmapscan=off"
            + " -c plan_cache_mode=force_generic_plan -c jit=off -c lock_timeout=5s");
    return source.getConnection();
  }
}
