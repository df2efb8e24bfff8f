package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many at once. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class ConcurrencyTest {

  @Inject Sql sql;

  @Test
  void a_hundred_requests_with_one_key_open_one_ticket() {
    Person customer = Api.customer("bookings");
    Map<String, Object> body = Api.newTicket("bookings");
    List<Response> answers =
        atOnce(IntStream.range(0, 100).mapToObj(i -> keyed(customer, body)).toList());

    assertThat(answers).allMatch(a -> a.statusCode() == 201 || a.statusCode() == 409);
    assertThat(answers)
        .filteredOn(a -> a.statusCode() == 201 && a.header("Idempotency-Replayed") == null)
        .hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.statusCode() == 409)
        .allMatch(a -> a.jsonPath().getString("type").equals("/problems/request-in-progress"));
    assertThat(
            answers.stream()
                .filter(a -> a.statusCode() == 201)
                .map(a -> a.jsonPath().getString("id"))
                .distinct())
        .hasSize(1);
    assertThat(ticketsOf(customer)).isEqualTo(1);

    Response again = keyed(customer, body).call();
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(ticketsOf(customer)).isEqualTo(1);
  }

  @Test
  void of_twenty_agents_who_pick_a_ticket_exactly_one_gets_it() {
    for (String app : List.of("bookings", "deliveries", "rides")) {
      String id = Api.customer(app).opens();
      List<Person> agents = IntStream.range(0, 20).mapToObj(i -> Api.agent(app)).toList();
      List<Response> answers =
          atOnce(
              agents.stream()
                  .map(
                      agent ->
                          (Call)
                              () ->
                                  agent.put(
                                      Api.TICKETS + "/" + id + "/assignee",
                                      Map.of("agentId", "me")))
                  .toList());
      assertThat(answers).filteredOn(a -> a.statusCode() == 200).hasSize(1);
      assertThat(answers)
          .filteredOn(a -> a.statusCode() == 409)
          .hasSize(19)
          .allMatch(a -> a.jsonPath().getString("type").equals("/problems/already-assigned"));
      String winner =
          answers.stream()
              .filter(a -> a.statusCode() == 200)
              .findFirst()
              .orElseThrow()
              .jsonPath()
              .getString("assignee.id");
      var detail = Api.admin(app).reads(id);
      assertThat(detail.getString("assignee.id")).isEqualTo(winner);
      assertThat(detail.getList("assignments")).hasSize(1);
    }
  }

  @Test
  void of_many_who_change_one_version_exactly_one_does() {
    Person admin = Api.admin("bookings");
    String id = Api.customer("bookings").opens();
    List<Response> answers =
        atOnce(
            IntStream.range(0, 16)
                .mapToObj(
                    i ->
                        (Call)
                            () ->
                                admin
                                    .calls()
                                    .header("If-Match", "\"v1\"")
                                    .body(Map.of("subject", "Subject " + i))
                                    .patch(Api.TICKETS + "/" + id))
                .toList());
    assertThat(answers).filteredOn(a -> a.statusCode() == 200).hasSize(1);
    assertThat(answers).filteredOn(a -> a.statusCode() == 412).hasSize(15);
    assertThat(admin.reads(id).getInt("version")).isEqualTo(2);
  }

  @Test
  void messages_posted_at_once_all_arrive_in_one_order() {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    List<Response> answers =
        atOnce(
            IntStream.range(0, 30)
                .mapToObj(
                    i ->
                        (Call)
                            () ->
                                customer.post(
                                    Api.TICKETS + "/" + id + "/messages",
                                    Map.of("text", "Message " + i)))
                .toList());
    assertThat(answers).allMatch(a -> a.statusCode() == 201);
    assertThat(
            customer
                .get(Api.TICKETS + "/" + id + "/messages?limit=100")
                .jsonPath()
                .getList("items.text"))
        .hasSize(31)
        .doesNotHaveDuplicates();
  }

  private static Call keyed(Person customer, Map<String, Object> body) {
    return () ->
        customer
            .calls()
            .header("Idempotency-Key", "the-key-of-" + customer.id())
            .body(body)
            .post(Api.TICKETS);
  }

  private long ticketsOf(Person customer) {
    return sql.first(
            "SELECT count(*) AS n FROM ticket WHERE customer_id = ?",
            row -> row.longValue("n"),
            customer.id())
        .orElseThrow();
  }

  /** A request that is sent when all are ready. */
  private interface Call extends Callable<Response> {
    @Override
    Response call();
  }

  private static List<Response> atOnce(List<? extends Call> calls) {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Response>> futures =
          calls.stream()
              .map(
                  call ->
                      threads.submit(
                          () -> {
                            start.await();
                            return call.call();
                          }))
              .toList();
      start.countDown();
      return futures.stream().map(ConcurrencyTest::got).toList();
    }
  }

  private static Response got(Future<Response> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
