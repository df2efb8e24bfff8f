package dev.handrail.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the platform's topics, as {@code contracts/topics.json} of event-contracts lists them.
 */
public final class Topics {
  /**
   * @param retentionMs milliseconds that a record is kept; -1 for ever
   * @param cleanupPolicy {@code delete} or {@code compact}
   */
  record Topic(String name, int partitions, long retentionMs, String cleanupPolicy) {}

  private static final String LIST = "/contracts/topics.json";

  private Topics() {}

  /**
   * Creates those that are missing and leaves the others as they are. Returns when all can be used.
   *
   * @throws CannotStart if the broker does not answer or refuses
   */
  public static void createAll(String bootstrapServers) {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 60_000,
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    try (Admin admin = Admin.create(config)) {
      Set<String> existing = admin.listTopics().names().get();
      var missing = new ArrayList<NewTopic>();
      for (Topic topic : listed()) {
        if (!existing.contains(topic.name())) {
          missing.add(
              new NewTopic(topic.name(), topic.partitions(), (short) 1)
                  .configs(
                      Map.of(
                          TopicConfig.RETENTION_MS_CONFIG, String.valueOf(topic.retentionMs()),
                          TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanupPolicy())));
        }
      }
      for (var creation : admin.createTopics(missing).values().values()) {
        try {
          creation.get();
        } catch (ExecutionException e) {
          // Somebody else was faster, which is as good.
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    } catch (ExecutionException e) {
      throw new CannotStart("The topics could not be created on Kafka: " + e.getCause() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Interrupted while creating the topics.", e);
    }
  }

  static List<Topic> listed() {
    try (InputStream in = Topics.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException(LIST + " is not on the class path");
      }
      return List.of(new ObjectMapper().readValue(in, Topic[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
