package dev.handrail.notification.adapter.persistence;

import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.notification.domain.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads of a person's notifications; each is a walk along one index, whatever the depth. */
@ApplicationScoped
public class NotificationQueries {

  /** Up to here unread ones are counted; beyond, more are no longer told apart. */
  public static final int MOST_COUNTED = 10_000;

  /** Above every id that there is. */
  private static final UUID NEWEST = new UUID(-1, -1);

  private static final String LIST =
      """
      SELECT id, kind, turn, subject_type, subject_id, subject_number, status, created_at, read_at
      FROM notification
      WHERE audience = ? AND person_app = ? AND person_id = ? AND (? OR app = ANY (?)) AND id < ?
      %s
      ORDER BY id DESC LIMIT ?
      """;
  private static final String LIST_ALL = LIST.formatted("");
  private static final String LIST_UNREAD = LIST.formatted("AND read_at IS NULL");

  private static final String COUNT =
      """
      SELECT count(*) AS unread FROM (
          SELECT 1 FROM notification
          WHERE audience = ? AND person_app = ? AND person_id = ? AND (? OR app = ANY (?))
              AND read_at IS NULL
          LIMIT ?) AS counted
      """;

  /** A notification as it is stored, not yet in words. */
  public record Stored(
      UUID id,
      String kind,
      @Nullable String turn,
      String subjectType,
      UUID subjectId,
      String subjectNumber,
      String status,
      Instant createdAt,
      @Nullable Instant readAt) {}

  private final Sql sql;

  NotificationQueries(Sql sql) {
    this.sql = sql;
  }

  /**
   * The reader's notifications, newest first.
   *
   * @param before only those older than this one; null starts with the newest
   */
  public List<Stored> list(Reader reader, boolean unreadOnly, @Nullable UUID before, int limit) {
    Person person = Person.of(reader.recipient());
    return sql.list(
        unreadOnly ? LIST_UNREAD : LIST_ALL,
        NotificationQueries::stored,
        person.audience(),
        person.app(),
        person.id(),
        reader.seesEveryApp(),
        Person.apps(reader),
        before == null ? NEWEST : before,
        limit);
  }

  /** How many of the reader's are unread; {@value #MOST_COUNTED} stands for that many or more. */
  public int unreadCount(Reader reader) {
    Person person = Person.of(reader.recipient());
    return sql.first(
            COUNT,
            row -> row.intValue("unread"),
            person.audience(),
            person.app(),
            person.id(),
            reader.seesEveryApp(),
            Person.apps(reader),
            MOST_COUNTED)
        .orElseThrow();
  }

  private static Stored stored(Row row) throws SQLException {
    return new Stored(
        row.uuid("id"),
        row.string("kind"),
        row.stringOrNull("turn"),
        row.string("subject_type"),
        row.uuid("subject_id"),
        row.string("subject_number"),
        row.string("status"),
        row.instant("created_at"),
        row.instantOrNull("read_at"));
  }
}
