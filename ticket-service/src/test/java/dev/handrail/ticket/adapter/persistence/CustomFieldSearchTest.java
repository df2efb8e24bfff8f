package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.TicketQueries.CustomFieldFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Filter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Sort;
import dev.handrail.ticket.adapter.persistence.TicketQueries.SortKey;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.application.port.TicketNumbers;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tickets a custom field's value finds, and for whom. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class CustomFieldSearchTest {
  private static final AppProfile APP = Fixtures.profile("fielded", "FLD", Status.values());
  private static final AppProfile OTHER = Fixtures.profile("fielded_too", "FLT", Status.values());
  private static final Scope STAFF =
      new Scope(List.of(new Scope.WholeApp("fielded"), new Scope.WholeApp("fielded_too")));
  private static final Scope CORA = new Scope(List.of(new Scope.OfCustomer("fielded", "cora")));
  private static final Scope SHOP =
      new Scope(
          List.of(
              new Scope.OpenedBy("fielded", "shop"), new Scope.OpenedBy("fielded_too", "shop")));

  @Inject AppProfiles profiles;
  @Inject FieldCatalogue catalogue;
  @Inject TicketRepository tickets;
  @Inject TicketQueries queries;
  @Inject TicketNumbers numbers;

  @BeforeEach
  void two_apps_with_fields() {
    if (profiles.find("fielded").isEmpty()) {
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                profiles.save(APP);
                profiles.save(OTHER);
                for (String key : List.of("text", "number", "date", "flag")) {
                  catalogue.save(
                      Fixtures.customField(key, CustomField.Type.TEXT).of("fielded").build());
                }
                catalogue.save(
                    Fixtures.customField("risk", CustomField.Type.TEXT)
                        .of("fielded")
                        .forStaff()
                        .build());
                catalogue.save(
                    Fixtures.customField("risk", CustomField.Type.TEXT).of("fielded_too").build());
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text, 12A, true",
    "text, 12a, false",
    "text, 12, false",
    "number, 7, true",
    "number, 7.00, true",
    "number, 7.50, false",
    "number, 70, false",
    "date, 2026-01-31, true",
    "flag, true, true",
    "flag, false, false",
    "other, 12A, false"
  })
  void a_value_finds_its_tickets_whatever_its_type(String key, String value, boolean found) {
    Ticket ticket =
        opened(
            APP,
            Map.of(
                "text",
                "12A",
                "number",
                new BigDecimal("7.0"),
                "date",
                "2026-01-31",
                "flag",
                true));
    assertThat(found(STAFF, true, key, value).contains(ticket.number())).isEqualTo(found);
    assertThat(found(CORA, false, key, value).contains(ticket.number())).isEqualTo(found);
    assertThat(queries.counts(CORA, false, filter(key, value)).total() > 0).isEqualTo(found);
  }

  @Test
  void a_number_and_the_text_that_looks_like_it_are_both_found() {
    Ticket number = opened(APP, Map.of("text", new BigDecimal("4711")));
    Ticket text = opened(APP, Map.of("text", "4711"));
    Ticket zeros = opened(APP, Map.of("text", "04711"));

    assertThat(found(STAFF, true, "text", "4711"))
        .contains(number.number(), text.number())
        .doesNotContain(zeros.number());
    assertThat(found(STAFF, true, "text", "04711"))
        .contains(zeros.number(), number.number())
        .doesNotContain(text.number());
  }

  @Test
  void values_of_any_length_and_characters_are_told_apart() {
    List<String> values =
        List.of(
            "😀".repeat(500),
            "😀".repeat(499) + "x",
            "x".repeat(500),
            "x".repeat(64),
            "it's \\ a \"test\" & | ! ( ) : *",
            "a:b=c",
            "{\"text\": 1}",
            "%");
    // As long as keys may be: the index takes words up to a length.
    String key = "k".repeat(63);
    List<Ticket> stored = values.stream().map(v -> opened(APP, Map.of(key, v))).toList();
    for (int i = 0; i < values.size(); i++) {
      List<String> found = found(STAFF, true, key, values.get(i));
      assertThat(found).contains(stored.get(i).number());
      for (int j = 0; j < values.size(); j++) {
        if (i != j) {
          assertThat(found).doesNotContain(stored.get(j).number());
        }
      }
    }
  }

  @Test
  void all_values_asked_for_must_hold_together_with_the_rest_of_the_filter() {
    Ticket both = opened(APP, Map.of("text", "both", "date", "2026-05-05"));
    Ticket one = opened(APP, Map.of("text", "both"));
    Filter filter =
        filter(
            null,
            new CustomFieldFilter("text", "both"),
            new CustomFieldFilter("date", "2026-05-05"));

    assertThat(found(STAFF, true, filter)).contains(both.number()).doesNotContain(one.number());
    Filter withWords = filter("leaks", new CustomFieldFilter("text", "both"));
    assertThat(found(STAFF, true, withWords)).contains(both.number(), one.number());
    Filter otherWords = filter("zebra", new CustomFieldFilter("text", "both"));
    assertThat(found(STAFF, true, otherWords)).isEmpty();
  }

  @Test
  void a_field_of_staff_finds_nothing_for_the_customers_side() {
    String secret = "secret" + UuidV7.next().toString().replace("-", "");
    Ticket ticket = opened(APP, Map.of("risk", secret));
    Ticket other = opened(OTHER, Map.of("risk", secret));

    assertThat(found(STAFF, true, "risk", secret))
        .containsExactlyInAnyOrder(ticket.number(), other.number());
    assertThat(found(CORA, false, "risk", secret)).isEmpty();
    assertThat(queries.counts(CORA, false, filter("risk", secret)).total()).isZero();
    assertThat(found(CORA, false, filter("leaks", new CustomFieldFilter("risk", secret))))
        .isEmpty();
    // Where one app shows the field and another does not, only the one answers.
    assertThat(found(SHOP, false, "risk", secret)).containsExactly(other.number());
    // A value is nobody's to find by words.
    assertThat(found(CORA, false, filter(secret))).isEmpty();
    assertThat(found(STAFF, true, filter(secret))).isEmpty();
  }

  @Test
  void a_corrected_value_is_found_and_the_former_one_is_not() {
    Ticket ticket = opened(APP, Map.of("text", "before", "risk", "none"));
    Change seen =
        ticket.update(
            ticket.content().withCustomFields(Map.of("text", "after", "risk", "none")),
            ticket.sla().terms(),
            Fixtures.AGENT.actor(),
            Fixtures.BOOKINGS,
            Fixtures.NOON.plusSeconds(5));
    save(seen);
    Change unseen =
        seen.after()
            .updateUnseen(
                Map.of("text", "after", "risk", "some"),
                Fixtures.AGENT.actor(),
                Fixtures.BOOKINGS,
                Fixtures.NOON.plusSeconds(9));
    save(unseen);

    assertThat(queries.find(ticket.number())).contains(unseen.after());
    assertThat(found(STAFF, true, "text", "after")).contains(ticket.number());
    assertThat(found(STAFF, true, "text", "before")).doesNotContain(ticket.number());
    assertThat(found(STAFF, true, "risk", "some")).contains(ticket.number());
    assertThat(found(STAFF, true, "risk", "none")).doesNotContain(ticket.number());
  }

  @Test
  void what_no_database_can_hold_is_found_nowhere() {
    for (String odd : List.of("\u0000", "\uD800", "a\uDC00")) {
      assertThat(found(STAFF, true, "text", odd)).isEmpty();
      assertThat(queries.counts(STAFF, true, filter("text", odd)).total()).isZero();
    }
  }

  private Ticket opened(AppProfile app, Map<String, Object> values) {
    Change change =
        Ticket.open(
            UuidV7.next(),
            "%s-%06d".formatted(app.prefix(), numbers.next()),
            app,
            Fixtures.terms(Priority.LOW),
            new Customer("cora", "Cora Cole", CustomerKind.CUSTOMER, null),
            Source.API,
            new Content("It leaks", "general", "general", "en", Priority.LOW, List.of(), values),
            "Since Monday.",
            List.of(),
            UuidV7.next(),
            new Actor("shop", null, ActorKind.SERVICE, "test"),
            Fixtures.NOON);
    save(change);
    return change.after();
  }

  private void save(Change change) {
    QuarkusTransaction.requiringNew().run(() -> tickets.save(change));
  }

  private List<String> found(Scope scope, boolean staff, String key, String value) {
    return found(scope, staff, filter(key, value));
  }

  private List<String> found(Scope scope, boolean staff, Filter filter) {
    return queries
        .list(scope, staff, filter, new Sort(SortKey.CREATED_AT, true), 1_000, null)
        .tickets()
        .stream()
        .map(Ticket::number)
        .toList();
  }

  private static Filter filter(String key, String value) {
    return filter(null, new CustomFieldFilter(key, value));
  }

  private static Filter filter(String words, CustomFieldFilter... fields) {
    return new Filter(
        Set.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        words,
        Stream.of(fields).toList());
  }
}
