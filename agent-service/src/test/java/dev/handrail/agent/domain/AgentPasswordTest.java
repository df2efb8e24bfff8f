package dev.handrail.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.domain.HistoryEntry.FieldChange;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What passwords and sessions change about an account, and what they leave alone. */
class AgentPasswordTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final UUID ID = new UUID(0, 1);

  private static final Agent ANN =
      Agent.register(
              ID,
              "ann@example.test",
              "old-hash",
              new Profile("Ann", "Lee", null, null, "technical", List.of(), List.of(), null),
              NOON)
          .after();

  private static final Actor HERSELF = new Actor(ID.toString(), "Ann Lee", ActorKind.SUPPORT_AGENT);

  private static Agent ann(String hash, long accessVersion, long eventSequence) {
    return new Agent(
        ANN.id(),
        ANN.email(),
        hash,
        ANN.role(),
        ANN.status(),
        ANN.statusReason(),
        ANN.profile(),
        ANN.rights(),
        ANN.capacity(),
        ANN.shifts(),
        ANN.availability(),
        ANN.availabilitySince(),
        accessVersion,
        ANN.profileVersion(),
        NOON,
        LATER,
        2,
        eventSequence);
  }

  private static HistoryEntry line(String action, FieldChange... changes) {
    return new HistoryEntry(action, List.of(changes), null);
  }

  private static final FieldChange PASSWORD = new FieldChange("password", null, null);

  @Test
  void another_password_voids_tokens_and_its_hash_is_not_in_the_history() {
    assertThat(ANN.changePassword("new-hash", LATER))
        .isEqualTo(
            new Change(
                ANN,
                ann("new-hash", 2, 1),
                List.of(),
                HERSELF,
                LATER,
                line("password_changed", PASSWORD)));
    assertThat(ANN.resetPassword("new-hash", LATER))
        .isEqualTo(
            new Change(
                ANN,
                ann("new-hash", 2, 1),
                List.of(),
                HERSELF,
                LATER,
                line("password_reset", PASSWORD)));
  }

  @Test
  void the_same_password_under_another_hash_voids_nothing() {
    assertThat(ANN.rehash("new-hash", LATER))
        .isEqualTo(
            new Change(
                ANN,
                ann("new-hash", 1, 1),
                List.of(),
                Actor.SYSTEM,
                LATER,
                line("password_rehashed", PASSWORD)));
  }

  @Test
  void asking_for_a_link_is_told_and_changes_nothing_else() {
    UUID reset = new UUID(0, 9);

    assertThat(ANN.requestPasswordReset(reset, LATER))
        .isEqualTo(
            new Change(
                ANN,
                ann("old-hash", 1, 2),
                List.of(new AgentEvent.PasswordResetRequested(reset)),
                Actor.SYSTEM,
                LATER,
                line("password_reset_requested")));
  }

  @Test
  void a_refresh_token_used_twice_voids_tokens() {
    assertThat(ANN.refreshTokenReused(LATER))
        .isEqualTo(
            new Change(
                ANN,
                ann("old-hash", 2, 1),
                List.of(),
                Actor.SYSTEM,
                LATER,
                line("refresh_token_reused")));
  }
}
