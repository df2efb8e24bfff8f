package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Filter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Sort;
import dev.handrail.ticket.adapter.persistence.TicketQueries.SortKey;
import dev.handrail.ticket.application.port.TicketNumbers;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TextFormat;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.Visibility;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds, and for whom. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class SearchTest {
  private static final AppProfile APP = Fixtures.profile("search", "SRC", Status.values());
  private static final Scope STAFF = new Scope(List.of(new Scope.WholeApp("search")));
  private static final Scope CORA = new Scope(List.of(new Scope.OfCustomer("search", "cora")));
  private static final Scope CARL = new Scope(List.of(new Scope.OfCustomer("search", "carl")));

  @Inject TicketRepository tickets;
  @Inject TicketQueries queries;
  @Inject TicketNumbers numbers;

  private Ticket ticket;

  @BeforeEach
  void open() {
    ticket = opened("cora", "Café façade leaks", "The Ölpumpe at müller@example.com <b>drips</b>.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cafe",
        "CAFÉ",
        "facade leaks",
        "leaks drips",
        "ölpumpe",
        "olpumpe",
        "muller@example.com",
        "example",
        "<b>drips</b>",
        "plumbing",
        "Cora Cole",
        "leak",
        "lea",
        "drips café plumbing cole"
      })
  void number_subject_description_tags_and_customer_are_searched(String words) {
    assertThat(found(STAFF, true, words)).contains(ticket.number());
    assertThat(found(CORA, false, words)).contains(ticket.number());
    assertThat(found(CARL, false, words)).doesNotContain(ticket.number());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cafes", "le", "leaks nothing", "eaks", "!!!", "'", "x:*"})
  void what_is_not_there_is_not_found(String words) {
    assertThat(found(STAFF, true, words)).doesNotContain(ticket.number());
  }

  @Test
  void a_number_finds_its_ticket_in_any_case_and_in_part() {
    String number = ticket.number();
    assertThat(found(STAFF, true, number)).containsExactly(number);
    assertThat(found(STAFF, true, number.toLowerCase(Locale.ROOT))).containsExactly(number);
    assertThat(found(CARL, false, number)).isEmpty();
    assertThat(found(STAFF, true, number.substring(4))).contains(number);
    assertThat(found(STAFF, true, number.substring(4).replaceFirst("^0+", ""))).contains(number);
  }

  @Test
  void words_of_the_subject_and_of_one_message_are_found_together() {
    say("The gasket is worn.", Visibility.PUBLIC);

    assertThat(found(CORA, false, "facade gasket")).contains(ticket.number());
    assertThat(found(CORA, false, "gasket worn")).contains(ticket.number());
  }

  @Test
  void an_internal_note_is_found_by_staff_and_by_nobody_else() {
    String canary = "kanarie" + UuidV7.next().toString().replace("-", "");
    say("Between us: " + canary, Visibility.INTERNAL);

    assertThat(found(STAFF, true, canary)).containsExactly(ticket.number());
    assertThat(found(CORA, false, canary)).isEmpty();
    assertThat(found(STAFF, false, canary)).isEmpty();
    assertThat(queries.counts(CORA, false, text(canary)).total()).isZero();
    assertThat(queries.counts(STAFF, true, text(canary)).total()).isOne();
  }

  @Test
  void corrected_fields_are_found_by_their_new_words_and_marks_only() {
    Content c = ticket.content();
    Content revised =
        new Content(
            "Roof",
            "payment",
            c.department(),
            c.language(),
            c.priority(),
            List.of("roofing"),
            c.customFields());
    save(
        ticket.update(
            revised,
            ticket.sla().terms(),
            Fixtures.AGENT.actor(),
            Fixtures.BOOKINGS,
            Fixtures.NOON.plusSeconds(9)));

    assertThat(found(STAFF, true, "roof drips")).contains(ticket.number());
    assertThat(found(STAFF, true, "roofing")).contains(ticket.number());
    assertThat(found(STAFF, true, "facade")).doesNotContain(ticket.number());
    assertThat(tagged("roofing")).contains(ticket.number());
    assertThat(tagged("plumbing")).doesNotContain(ticket.number());
  }

  @Test
  void no_search_is_too_long_or_too_odd() {
    for (String words :
        List.of(
            "a".repeat(100_000),
            "a ".repeat(50_000),
            "a|b & !c <-> (d:*)",
            "\\ \\' ''' \" $$ ::tsquery",
            "\u0000\u0001\u001F",
            "\uD800 \uDFFF",
            "😀🚲",
            "字 漢字 かな",
            "हिन्दी में",
            "مرحبا",
            "İSTANBUL ıI",
            "-",
            "--",
            "/*",
            "1e400 0x1F 1.2.3.4 http://a.b/c?d=e",
            "\u0001customer:search:cora")) {
      assertThat(queries.list(STAFF, true, text(words), newest(), 5, null)).isNotNull();
      assertThat(queries.counts(CORA, false, text(words))).isNotNull();
    }
  }

  @Test
  void words_of_many_scripts_are_found() {
    Ticket other = opened("cora", "漢字かな हिन्दी", "مرحبا بالعالم Привет straße");
    for (String words : List.of("漢字かな", "हिन्दी", "مرحبا", "привет", "ПРИВЕТ", "strasse")) {
      assertThat(found(CORA, false, words)).as(words).contains(other.number());
    }
  }

  @Test
  void a_mark_cannot_be_typed() {
    Ticket sly = opened("carl", "customer:search:cora", "tag:gold \u0001tag:gold category:gold");

    assertThat(tagged("gold")).isEmpty();
    assertThat(tagged("plumbing")).contains(sly.number());
    assertThat(found(CORA, false, "customer search cora")).doesNotContain(sly.number());
  }

  private Ticket opened(String customer, String subject, String description) {
    Change change =
        Ticket.open(
            UuidV7.next(),
            "SRC-%06d".formatted(numbers.next()),
            APP,
            Fixtures.terms(Priority.LOW),
            new Customer(customer, "Cora Cole", CustomerKind.CUSTOMER, null),
            Source.WEB,
            new Content(
                subject, "general", "general", "en", Priority.LOW, List.of("plumbing"), Map.of()),
            description,
            List.of(),
            UuidV7.next(),
            new Actor(customer, "Cora Cole", ActorKind.CUSTOMER, "test"),
            Fixtures.NOON);
    save(change);
    return change.after();
  }

  private void say(String words, Visibility visibility) {
    save(
        ticket.post(
            UuidV7.next(),
            words,
            TextFormat.TEXT,
            visibility,
            Fixtures.AGENT.actor(),
            APP,
            Fixtures.NOON.plusSeconds(5)));
  }

  private void save(Change change) {
    QuarkusTransaction.requiringNew().run(() -> tickets.save(change));
  }

  private List<String> found(Scope scope, boolean staff, String words) {
    return queries.list(scope, staff, text(words), newest(), 100, null).tickets().stream()
        .map(Ticket::number)
        .toList();
  }

  private List<String> tagged(String tag) {
    Filter filter =
        new Filter(
            Set.of(), null, null, null, null, null, null, tag, null, null, null, null, null, null,
            null, null);
    return queries.list(STAFF, true, filter, newest(), 100, null).tickets().stream()
        .map(Ticket::number)
        .toList();
  }

  private static Sort newest() {
    return new Sort(SortKey.CREATED_AT, true);
  }

  private static Filter text(String words) {
    return new Filter(
        Set.of(), null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, words);
  }
}
