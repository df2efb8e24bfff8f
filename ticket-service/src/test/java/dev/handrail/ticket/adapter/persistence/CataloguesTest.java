package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.application.port.Agents;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.application.port.People;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.AgentVisibility;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.EscalateSince;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.TicketProblem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Apps, categories, agents and people as they are kept. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class CataloguesTest {
  @Inject AppProfiles profiles;
  @Inject Categories categories;
  @Inject FieldCatalogue fields;
  @Inject Agents agents;
  @Inject People people;
  @Inject TicketRepository tickets;
  @Inject Sql sql;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rides | RID | open in_progress waiting_customer resolved closed | low medium high urgent | all | 5",
        "deliveries | DLV | open in_progress waiting_internal resolved closed | low medium high | assigned_and_open | 5",
        "bookings | BKG | open assigned in_progress waiting_customer waiting_internal escalated resolved closed reopened | low medium high urgent | department | 10",
        "desk | TKT | open in_progress resolved closed | low medium high urgent | all | 7",
        "marketplace | MKT | open in_progress resolved closed | low medium high urgent | all | 5"
      })
  void the_shipped_apps_are_as_the_requirements_say(
      String key, String prefix, String statuses, String priorities, String see, int count) {
    AppProfile app = profiles.find(key).orElseThrow();

    assertThat(app.prefix()).isEqualTo(prefix);
    assertThat(app.statuses().keySet().stream().map(Status::wire))
        .containsExactly(statuses.split(" "));
    assertThat(app.priorities().keySet().stream().map(Priority::wire))
        .containsExactly(priorities.split(" "));
    assertThat(app.agentsSee().wire()).isEqualTo(see);
    assertThat(categories.of(key)).hasSize(count);
    assertThat(app.departments())
        .containsAll(categories.of(key).stream().map(Category::department).toList());
    assertThat(categories.of(key))
        .allMatch(c -> app.uses(c.defaultPriority()) && c.active() && c.version() == 1);
    app.priorities()
        .keySet()
        .forEach(p -> assertThat(app.targetsFor(p)).isEqualTo(p.defaultTargets()));
  }

  @Test
  void the_shipped_apps_differ_where_the_requirements_say_so() {
    AppProfile deliveries = profiles.find("deliveries").orElseThrow();
    AppProfile desk = profiles.find("desk").orElseThrow();
    AppProfile rides = profiles.find("rides").orElseThrow();

    assertThat(deliveries.mayCreate()).containsExactly(Role.CUSTOMER);
    assertThat(deliveries.statuses()).containsEntry(Status.WAITING_INTERNAL, "On hold");
    assertThat(desk.priorities()).containsEntry(Priority.MEDIUM, "Normal");
    assertThat(rides.ratingAskedAfter()).isEqualTo(Duration.ofDays(2));
    assertThat(rides.autoCloseAfter()).isEqualTo(Duration.ofDays(7));
    assertThat(desk.ratingAskedAfter()).isZero();
    assertThat(desk.reopenWindow()).isEqualTo(Duration.ofDays(14));
  }

  @Test
  void a_profile_is_read_as_it_was_saved_at_once() {
    AppProfile app = Fixtures.profile("zoo", "ZOO", AgentVisibility.DEPARTMENT, Status.values());
    save(app);
    assertThat(profiles.find("zoo")).contains(app);
    assertThat(profiles.all()).contains(app);

    AppProfile renamed = renamed(app, "The big zoo", 2);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              assertThat(profiles.findForChange("zoo")).contains(app);
              profiles.save(renamed);
            });
    assertThat(profiles.find("zoo")).contains(renamed);
  }

  @Test
  void the_order_of_statuses_is_the_apps_own() {
    AppProfile app =
        Fixtures.profile(
            "order", "ORD", Status.OPEN, Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED);
    Map<Status, String> turned = new java.util.LinkedHashMap<>();
    List.of(Status.CLOSED, Status.OPEN, Status.RESOLVED, Status.IN_PROGRESS)
        .forEach(s -> turned.put(s, "x " + s));
    save(withStatuses(app, turned));

    assertThat(profiles.find("order").orElseThrow().statuses().keySet())
        .containsExactly(Status.CLOSED, Status.OPEN, Status.RESOLVED, Status.IN_PROGRESS);
  }

  @Test
  void a_row_from_before_the_jobs_has_the_usual_periods_and_one_from_later_is_read() {
    AppProfile shipped = profiles.find("marketplace").orElseThrow();
    assertThat(shipped.escalateSince()).isEqualTo(EscalateSince.CREATION);
    assertThat(shipped.ratingRemindedAfter()).isEqualTo(Duration.ofDays(2));
    assertThat(shipped.overdueAlertEvery()).isEqualTo(Duration.ofHours(6));

    save(Fixtures.profile("later", "LAT", Status.values()));
    sql.update(
        "UPDATE app SET settings = settings || '{\"ofTheFuture\": [1]}' WHERE key = 'later'");
    assertThat(QuarkusTransaction.requiringNew().call(() -> profiles.findForChange("later")))
        .isPresent();
  }

  @Test
  void what_another_replica_saved_is_seen_within_moments() {
    save(Fixtures.profile("other", "OTH", Status.values()));
    profiles.all();
    // As another process does it: rows and revision, and nothing in our memory.
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              sql.update(
                  """
                  UPDATE app SET version = 2, settings = jsonb_set(settings, '{name}', '"Elsewhere"')
                  WHERE key = 'other'
                  """);
              sql.update("UPDATE catalogue SET revision = revision + 1");
            });

    Eventually.until(
        Duration.ofSeconds(5),
        "the other name is seen",
        () -> profiles.find("other").orElseThrow().name().equals("Elsewhere"));
  }

  @Test
  void what_was_rolled_back_is_not_seen() {
    AppProfile app = Fixtures.profile("never", "NEV", Status.values());
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          profiles.save(app);
                          throw new IllegalArgumentException("afterwards");
                        }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(profiles.find("never")).isEmpty();
    assertThat(QuarkusTransaction.requiringNew().call(() -> profiles.findForChange("never")))
        .isEmpty();
  }

  @Test
  void key_and_prefix_of_an_app_are_taken_once() {
    assertThatThrownBy(() -> save(Fixtures.profile("rides", "NEW", Status.values())))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("app-exists"));
    assertThatThrownBy(() -> save(Fixtures.profile("new", "RID", Status.values())))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("prefix-taken"));
  }

  @Test
  void a_profile_saved_over_another_version_is_refused() {
    save(Fixtures.profile("versions", "VER", Status.values()));
    AppProfile third = renamed(Fixtures.profile("versions", "VER", Status.values()), "x", 3);

    assertThatThrownBy(() -> save(third)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_category_lives_its_life() {
    Category category =
        new Category(
            "desk",
            "printer",
            "Printer",
            "print",
            null,
            true,
            5,
            Priority.LOW,
            "technical",
            List.of("model"),
            1);
    QuarkusTransaction.requiringNew().run(() -> categories.save(category));
    assertThat(categories.find("desk", "printer")).contains(category);
    assertThat(categories.of("desk").getFirst()).isEqualTo(category);
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> categories.save(category)))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("category-exists"));

    Category inactive =
        new Category(
            "desk",
            "printer",
            "Printers",
            null,
            "All of them",
            false,
            99,
            Priority.HIGH,
            "general",
            List.of(),
            2);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              assertThat(categories.findForChange("desk", "printer")).contains(category);
              categories.save(inactive);
            });
    assertThat(categories.find("desk", "printer")).contains(inactive);
    assertThat(categories.of("desk").getLast()).isEqualTo(inactive);

    QuarkusTransaction.requiringNew().run(() -> categories.delete(inactive));
    assertThat(categories.find("desk", "printer")).isEmpty();
    assertThat(categories.of("nowhere")).isEmpty();
  }

  @Test
  void a_category_is_used_when_a_ticket_has_it() {
    var generated = new GeneratedTickets(3, List.of("used"));
    var ticket = generated.next();
    QuarkusTransaction.requiringNew().run(() -> tickets.save(GeneratedTickets.opening(ticket)));

    assertThat(categories.isUsed("used", ticket.content().category())).isTrue();
    assertThat(categories.isUsed("used", "nothing")).isFalse();
    assertThat(categories.isUsed("unused", ticket.content().category())).isFalse();
  }

  @Test
  void a_custom_field_lives_its_life() {
    CustomField field =
        Fixtures.customField("floor", CustomField.Type.NUMBER)
            .of("rides")
            .categories("ride_issue", "gone")
            .departments("billing")
            .required()
            .between("-1.50", "1E+2")
            .build();
    QuarkusTransaction.requiringNew().run(() -> fields.save(field));
    assertThat(fields.of("rides").find("floor")).contains(field);
    assertThat(fields.of("nowhere").all()).isEmpty();
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> fields.save(field)))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class,
            p -> assertThat(p.slug()).isEqualTo("custom-field-exists"));

    CustomField changed =
        Fixtures.customField("floor", CustomField.Type.CHOICE)
            .of("rides")
            .options("b", "a")
            .inactive()
            .forStaff()
            .build(2);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              assertThat(fields.findForChange("rides", "floor")).contains(field);
              fields.save(changed);
            });
    assertThat(fields.of("rides").find("floor")).contains(changed);
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> fields.save(changed)))
        .isInstanceOf(IllegalStateException.class);

    QuarkusTransaction.requiringNew().run(() -> fields.delete(changed));
    assertThat(fields.of("rides").find("floor")).isEmpty();
  }

  @Test
  void a_custom_field_is_used_when_a_ticket_has_a_value_or_a_category_requires_it() {
    var generated = new GeneratedTickets(4, List.of("used_fields"));
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (int i = 0; i < 5; i++) {
                tickets.save(GeneratedTickets.opening(generated.next()));
              }
            });
    assertThat(isUsed("used_fields", "room")).isTrue();
    assertThat(isUsed("used_fields", "flat")).isTrue();
    // Not by a longer key or another app.
    assertThat(isUsed("used_fields", "roo")).isFalse();
    assertThat(isUsed("unused_fields", "room")).isFalse();

    Category demanding =
        new Category(
            "rides",
            "demanding",
            "D",
            null,
            null,
            true,
            900,
            Priority.LOW,
            "general",
            List.of("demanded"),
            1);
    QuarkusTransaction.requiringNew().run(() -> categories.save(demanding));
    assertThat(isUsed("rides", "demanded")).isTrue();
    assertThat(isUsed("desk", "demanded")).isFalse();
    QuarkusTransaction.requiringNew().run(() -> categories.delete(demanding));
    assertThat(isUsed("rides", "demanded")).isFalse();
  }

  private boolean isUsed(String app, String key) {
    return fields.isUsed(Fixtures.customField(key, CustomField.Type.TEXT).of(app).build());
  }

  @Test
  void agents_are_known_as_their_tokens_last_described_them() {
    Agent ada = new Agent("known-ada", "Ada", null, Set.of("bookings", "rides"), true);
    agents.seen(ada);
    assertThat(agents.findToAssign("known-ada")).contains(ada);

    Agent renamed = new Agent("known-ada", "Ada L.", "a.png", Set.of("*"), true);
    agents.seen(renamed);
    agents.seen(renamed);
    assertThat(agents.findToAssign("known-ada")).contains(renamed);
  }

  @Test
  void an_agent_never_heard_of_is_taken_or_refused_as_configured() {
    assertThat(agents.findToAssign("stranger").orElseThrow())
        .returns(true, Agent::approved)
        .returns(null, Agent::name)
        .matches(a -> a.maySolveFor("anything"));
    KnownAgents.Config refusing =
        new KnownAgents.Config() {
          @Override
          public KnownAgents.Unlisted unlisted() {
            return KnownAgents.Unlisted.REFUSE;
          }

          @Override
          public Optional<String> directoryUrl() {
            return Optional.empty();
          }
        };
    KnownAgents strict = new KnownAgents(sql, afterCommit, refusing);
    assertThat(strict.findToAssign("stranger")).isEmpty();
  }

  @Inject AfterCommit afterCommit;

  @Test
  void customers_are_known_per_app_and_a_token_without_a_name_takes_none_away() {
    Customer cora = new Customer("known-42", "Cora", CustomerKind.DRIVER, "c.png");
    people.seen("rides", cora);
    people.seen("rides", new Customer("known-42", null, CustomerKind.DRIVER, null));

    assertThat(people.find("rides", "known-42")).contains(cora);
    assertThat(people.find("bookings", "known-42")).isEmpty();
  }

  @Test
  void who_was_seen_in_a_transaction_that_failed_is_written_the_next_time() {
    Customer carl = new Customer("known-43", "Carl", CustomerKind.CUSTOMER, null);
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          people.seen("rides", carl);
                          throw new IllegalArgumentException("afterwards");
                        }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(people.find("rides", "known-43")).isEmpty();

    people.seen("rides", carl);
    assertThat(people.find("rides", "known-43")).contains(carl);
  }

  private void save(AppProfile app) {
    QuarkusTransaction.requiringNew().run(() -> profiles.save(app));
  }

  private static AppProfile renamed(AppProfile p, String name, long version) {
    return copy(p, name, p.statuses(), version);
  }

  private static AppProfile withStatuses(AppProfile p, Map<Status, String> statuses) {
    return copy(p, p.name(), statuses, 1);
  }

  private static AppProfile copy(
      AppProfile p, String name, Map<Status, String> statuses, long version) {
    return new AppProfile(
        p.key(),
        name,
        p.prefix(),
        statuses,
        p.priorities(),
        p.departments(),
        p.targets(),
        p.pausesInternally(),
        p.escalatesOnBreach(),
        p.mayCreate(),
        p.agentsSee(),
        p.ratingAskedAfter(),
        p.closesWhenRated(),
        p.reopenWindow(),
        p.autoCloseAfter(),
        p.escalateAfter(),
        p.escalateSince(),
        p.ratingRemindedAfter(),
        p.overdueAlertEvery(),
        p.longestMessage(),
        p.mostAttachments(),
        p.largestAttachment(),
        p.languages(),
        p.issuers(),
        version);
  }
}
