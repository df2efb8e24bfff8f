package dev.handrail.agent;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The service starts on an empty database and says that it is ready. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class StartTest {
  @TestHTTPResource(value = "/q", management = true)
  URI management;

  @Inject Sql sql;

  @Test
  void the_service_is_ready_and_has_the_departments_it_starts_with() {
    given().get(management.resolve("/q/health/ready")).then().statusCode(200);

    assertThat(sql.list("SELECT key FROM department ORDER BY key", row -> row.string("key")))
        .containsExactly("billing", "complaints", "general", "technical");
  }
}
