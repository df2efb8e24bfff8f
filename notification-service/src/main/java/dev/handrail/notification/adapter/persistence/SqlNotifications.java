package dev.handrail.notification.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.notification.application.port.Notifications;
import dev.handrail.notification.domain.Notification;
import dev.handrail.notification.domain.Reader;
import dev.handrail.notification.domain.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes notifications; one statement for all that an event gives cause for. */
@ApplicationScoped
class SqlNotifications implements Notifications {
  private static final String INSERT =
      """
      INSERT INTO notification (audience, person_app, person_id, id, kind, app,
          subject_type, subject_id, subject_number, status, turn, created_at)
      SELECT n.audience, n.person_app, n.person_id, n.id, n.kind, n.app,
          n.subject_type, n.subject_id, n.subject_number, n.status, n.turn, n.created_at
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (audience, person_app, person_id, id,
          kind, app, subject_type, subject_id, subject_number, status, turn, created_at)
      ON CONFLICT DO NOTHING
      """;

  private static final String OWN =
      """
      audience = ? AND person_app = ? AND person_id = ? AND (? OR app = ANY (?))
      """;

  private static final String MARK_READ =
      "UPDATE notification SET read_at = ? WHERE " + OWN + " AND id = ? AND read_at IS NULL";

  private static final String EXISTS = "SELECT id FROM notification WHERE " + OWN + " AND id = ?";

  /** Locked in one order, so that two of these at once wait for each other and no more. */
  private static final String MARK_ALL_READ =
      """
      WITH unread AS (
          SELECT audience, person_app, person_id, id FROM notification WHERE %s AND read_at IS NULL
          ORDER BY id FOR UPDATE)
      UPDATE notification n SET read_at = ? FROM unread u
      WHERE (n.audience, n.person_app, n.person_id, n.id)
          = (u.audience, u.person_app, u.person_id, u.id)
      """
          .formatted(OWN);

  private final Sql sql;

  SqlNotifications(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void add(List<Notification> notifications) {
    sql.update(
        INSERT,
        texts(notifications, n -> Person.of(n.recipient()).audience()),
        texts(notifications, n -> Person.of(n.recipient()).app()),
        texts(notifications, n -> Person.of(n.recipient()).id()),
        values(notifications, UUID[]::new, Notification::id),
        texts(notifications, n -> n.kind().wire()),
        texts(notifications, n -> n.subject().app()),
        texts(notifications, n -> n.subject().type().wire()),
        values(notifications, UUID[]::new, n -> n.subject().id()),
        texts(notifications, n -> n.subject().number()),
        texts(notifications, n -> n.subject().status().value()),
        texts(notifications, n -> wire(n.turn())),
        values(notifications, Instant[]::new, Notification::createdAt));
  }

  @Override
  public boolean markRead(Reader reader, UUID id, Instant now) {
    Person person = Person.of(reader.recipient());
    int marked =
        sql.update(
            MARK_READ,
            now,
            person.audience(),
            person.app(),
            person.id(),
            reader.seesEveryApp(),
            Person.apps(reader),
            id);
    return marked > 0
        || sql.first(
                EXISTS,
                row -> row.uuid("id"),
                person.audience(),
                person.app(),
                person.id(),
                reader.seesEveryApp(),
                Person.apps(reader),
                id)
            .isPresent();
  }

  @Override
  public void markAllRead(Reader reader, Instant now) {
    Person person = Person.of(reader.recipient());
    sql.update(
        MARK_ALL_READ,
        person.audience(),
        person.app(),
        person.id(),
        reader.seesEveryApp(),
        Person.apps(reader),
        now);
  }

  private static @Nullable String wire(@Nullable Turn turn) {
    return turn == null ? null : turn.wire();
  }

  private static @Nullable String[] texts(
      List<Notification> notifications, Function<Notification, @Nullable String> value) {
    @Nullable String[] texts = new String[notifications.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = value.apply(notifications.get(i));
    }
    return texts;
  }

  private static <T> T[] values(
      List<Notification> notifications, IntFunction<T[]> array, Function<Notification, T> value) {
    return notifications.stream().map(value).toArray(array);
  }
}
