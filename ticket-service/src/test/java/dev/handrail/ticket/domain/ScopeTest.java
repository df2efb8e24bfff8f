package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.ADA;
import static dev.handrail.ticket.domain.Fixtures.ADMIN;
import static dev.handrail.ticket.domain.Fixtures.AGENT;
import static dev.handrail.ticket.domain.Fixtures.BOB;
import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.CUSTOMER;
import static dev.handrail.ticket.domain.Fixtures.RIDES;
import static dev.handrail.ticket.domain.Fixtures.SERVICE;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static dev.handrail.ticket.domain.Fixtures.caller;
import static dev.handrail.ticket.domain.Fixtures.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {

  private static final AppProfile OPEN_POOL =
      profile("bookings", "BKG", AgentVisibility.ASSIGNED_AND_OPEN, Status.values());
  private static final AppProfile BY_DEPARTMENT =
      profile("bookings", "BKG", AgentVisibility.DEPARTMENT, Status.values());

  private static boolean sees(Caller caller, AppProfile app, Ticket ticket) {
    return Scope.of(caller, List.of(app, RIDES)).includes(ticket);
  }

  @Test
  void a_customer_sees_its_own_tickets_of_its_own_app() {
    assertThat(sees(CUSTOMER, BOOKINGS, aTicket().by("cora").build())).isTrue();
    assertThat(sees(CUSTOMER, BOOKINGS, aTicket().by("dan").build())).isFalse();
    // The same subject in another app is another person.
    assertThat(sees(CUSTOMER, BOOKINGS, aTicket().of(RIDES).by("cora").build())).isFalse();
    assertThat(sees(caller("cora", Role.CUSTOMER, "rides"), BOOKINGS, aTicket().build())).isFalse();
  }

  @Test
  void a_service_sees_what_it_opened() {
    assertThat(
            sees(SERVICE, BOOKINGS, aTicket().openedBy("rides-backend", ActorKind.SERVICE).build()))
        .isTrue();
    assertThat(sees(SERVICE, BOOKINGS, aTicket().openedBy("other", ActorKind.SERVICE).build()))
        .isFalse();
    assertThat(
            sees(
                SERVICE, BOOKINGS, aTicket().openedBy("rides-backend", ActorKind.CUSTOMER).build()))
        .isFalse();
    assertThat(
            sees(
                SERVICE,
                BOOKINGS,
                aTicket().of(RIDES).openedBy("rides-backend", ActorKind.SERVICE).build()))
        .isFalse();
  }

  @Test
  void an_admin_sees_every_ticket_of_its_apps() {
    assertThat(sees(ADMIN, BOOKINGS, aTicket().by("anyone").build())).isTrue();
    assertThat(sees(ADMIN, BOOKINGS, aTicket().of(RIDES).build())).isFalse();
    var everywhere =
        new Caller(
            "root",
            Role.ADMIN,
            null,
            Set.of("*"),
            null,
            null,
            CustomerKind.CUSTOMER,
            Role.ADMIN.permissions(),
            null,
            null,
            "test");
    assertThat(sees(everywhere, BOOKINGS, aTicket().of(RIDES).build())).isTrue();
  }

  @Test
  void where_all_is_open_an_agent_sees_everything_of_its_apps() {
    assertThat(sees(AGENT, BOOKINGS, aTicket().assignedTo(BOB).build())).isTrue();
    assertThat(sees(AGENT, BOOKINGS, aTicket().of(RIDES).build())).isFalse();
  }

  @Test
  void where_agents_see_assigned_and_open_they_see_no_colleagues_ticket() {
    assertThat(sees(AGENT, OPEN_POOL, aTicket().assignedTo(ADA).in(Status.CLOSED).build()))
        .isTrue();
    assertThat(sees(AGENT, OPEN_POOL, aTicket().build())).isTrue();
    assertThat(sees(AGENT, OPEN_POOL, aTicket().in(Status.CLOSED).build())).isFalse();
    assertThat(sees(AGENT, OPEN_POOL, aTicket().assignedTo(BOB).build())).isFalse();
    assertThat(sees(AGENT, OPEN_POOL, aTicket().of(RIDES).assignedTo(ADA).build())).isFalse();
    assertThat(sees(AGENT, OPEN_POOL, aTicket().of(RIDES).build())).isFalse();
  }

  @Test
  void where_departments_count_an_agent_sees_its_own_and_the_unassigned() {
    var biller = caller("ada", Role.SUPPORT_AGENT, "bookings", "billing");
    assertThat(sees(biller, BY_DEPARTMENT, aTicket().assignedTo(BOB).build())).isFalse();
    assertThat(sees(biller, BY_DEPARTMENT, aTicket().department("billing").assignedTo(BOB).build()))
        .isTrue();
    assertThat(sees(biller, BY_DEPARTMENT, aTicket().assignedTo(ADA).build())).isTrue();
    assertThat(sees(biller, BY_DEPARTMENT, aTicket().in(Status.CLOSED).build())).isTrue();
    assertThat(sees(biller, BY_DEPARTMENT, aTicket().of(RIDES).department("billing").build()))
        .isFalse();
    // An agent of no department works for all of them.
    assertThat(sees(AGENT, BY_DEPARTMENT, aTicket().assignedTo(BOB).build())).isTrue();
  }

  @Test
  void who_may_not_view_sees_nothing() {
    var blind =
        new Caller(
            "ada",
            Role.SUPPORT_AGENT,
            "bookings",
            Set.of("bookings"),
            null,
            null,
            CustomerKind.CUSTOMER,
            Set.of(Permission.EDIT_TICKETS),
            null,
            null,
            "test");
    assertThat(sees(blind, BOOKINGS, aTicket().assignedTo(ADA).build())).isFalse();
    assertThat(blind.isStaff()).isTrue();
    blind.require(Permission.EDIT_TICKETS);
    assertThatThrownBy(() -> blind.require(Permission.VIEW_TICKETS))
        .isInstanceOf(TicketProblem.Forbidden.class)
        .hasMessageContaining("view_tickets");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void roles_bring_their_permissions(Role role) {
    assertThat(role.permissions())
        .contains(Permission.VIEW_TICKETS, Permission.CREATE_TICKETS)
        .satisfies(p -> assertThat(p.contains(Permission.EDIT_TICKETS)).isEqualTo(role.isStaff()))
        .satisfies(
            p -> assertThat(p.contains(Permission.DELETE_TICKETS)).isEqualTo(role == Role.ADMIN))
        .satisfies(
            p -> assertThat(p.contains(Permission.SEND_MESSAGES)).isEqualTo(role != Role.SERVICE));
    var someone = caller("x", role, "bookings");
    assertThat(someone.isCustomer()).isEqualTo(role == Role.CUSTOMER);
    assertThat(someone.actor().kind().wire()).isEqualTo(role.wire());
    assertThat(someone.actor().kind().isStaff()).isEqualTo(role.isStaff());
    if (role.isStaff()) {
      someone.requireStaff();
    } else {
      assertThatThrownBy(someone::requireStaff).isInstanceOf(TicketProblem.Forbidden.class);
    }
  }
}
