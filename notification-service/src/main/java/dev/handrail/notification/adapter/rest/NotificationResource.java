package dev.handrail.notification.adapter.rest;

import dev.handrail.kit.web.Cursors;
import dev.handrail.kit.web.Limit;
import dev.handrail.kit.web.Page;
import dev.handrail.notification.adapter.persistence.NotificationQueries;
import dev.handrail.notification.adapter.persistence.NotificationQueries.Stored;
import dev.handrail.notification.application.MarkAllRead;
import dev.handrail.notification.application.MarkRead;
import dev.handrail.notification.domain.NoSuchNotification;
import dev.handrail.notification.domain.Reader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The caller's own notifications, for every role. */
@Path("/api/v1/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Notifications")
public class NotificationResource {
  private final Readers readers;
  private final NotificationQueries queries;
  private final MarkRead markRead;
  private final MarkAllRead markAllRead;
  private final Cursors cursors;

  NotificationResource(
      Readers readers,
      NotificationQueries queries,
      MarkRead markRead,
      MarkAllRead markAllRead,
      Cursors cursors) {
    this.readers = readers;
    this.queries = queries;
    this.markRead = markRead;
    this.markAllRead = markAllRead;
    this.cursors = cursors;
  }

  @GET
  @Operation(operationId = "listNotifications", summary = "List your notifications, newest first")
  public Page<NotificationJson> list(
      @Parameter(description = "true: only unread ones; otherwise all.") @RestQuery
          @Nullable Boolean unread,
      @Parameter(description = "Rows of a page.")
          @Schema(minimum = "1", maximum = "100", defaultValue = "20")
          @RestQuery
          @Nullable Integer limit,
      @Parameter(description = "nextCursor of the page before; for the same query.") @RestQuery
          @Nullable String cursor) {
    Reader reader = readers.current();
    int size = Limit.of(limit);
    boolean unreadOnly = Boolean.TRUE.equals(unread);
    String boundTo = "notifications " + reader.recipient() + " unread=" + unreadOnly;
    UUID before = cursor == null ? null : UUID.fromString(cursors.open(cursor, boundTo).getFirst());
    List<Stored> found = queries.list(reader, unreadOnly, before, size + 1);
    boolean more = found.size() > size;
    List<Stored> shown = more ? found.subList(0, size) : found;
    return new Page<>(
        shown.stream().map(stored -> NotificationJson.of(stored, reader.recipient())).toList(),
        more ? cursors.seal(List.of(shown.getLast().id().toString()), boundTo) : null);
  }

  @GET
  @Path("/unread-count")
  @Operation(operationId = "countUnreadNotifications", summary = "Count your unread notifications")
  public UnreadCountJson unreadCount() {
    return new UnreadCountJson(queries.unreadCount(readers.current()));
  }

  @PUT
  @Path("/{id}/read")
  @ResponseStatus(204)
  @Operation(
      operationId = "markNotificationRead",
      summary = "Mark a notification as read",
      description = "One that is marked already keeps its time.")
  public void read(@Parameter(description = "The notification's id.") @RestPath String id) {
    markRead.handle(new MarkRead.Command(readers.current(), parse(id)));
  }

  @PUT
  @Path("/read")
  @ResponseStatus(204)
  @Operation(operationId = "markAllNotificationsRead", summary = "Mark all as read")
  public void readAll() {
    markAllRead.handle(new MarkAllRead.Command(readers.current()));
  }

  /** What is no id names nothing that was ever there. */
  private static UUID parse(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException noId) {
      throw new NoSuchNotification();
    }
  }
}
