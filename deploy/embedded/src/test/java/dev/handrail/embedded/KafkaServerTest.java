package dev.handrail.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerTest {
  private static final String TOPIC = "ticket-events";

  @TempDir Path folder;

  @Test
  void topics_are_as_the_contracts_list_them_and_data_survive_a_stop() throws Exception {
    try (var server = KafkaServer.start(folder, 0)) {
      Topics.createAll(server.bootstrapServers());
      Topics.createAll(server.bootstrapServers());
      assertThatTopicsAreAsListed(server.bootstrapServers());
      send(server.bootstrapServers(), "before");
      assertThatThrownBy(() -> KafkaServer.start(folder, 0))
          .isInstanceOf(CannotStart.class)
          .hasMessage("Another process already runs Kafka on " + folder + ".");
    }
    try (var server = KafkaServer.start(folder, 0)) {
      send(server.bootstrapServers(), "after");
      assertThat(read(server.bootstrapServers(), 2)).containsExactly("before", "after");
    }
  }

  @Test
  void an_acknowledged_record_survives_a_kill_of_the_process() throws Exception {
    int port = FreePorts.next();
    for (int life = 1; life <= 2; life++) {
      Process node = startNode(port);
      try {
        send("127.0.0.1:" + port, "life " + life);
        assertThat(read("127.0.0.1:" + port, life)).hasSize(life);
      } finally {
        node.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void a_port_in_use_is_told_in_a_sentence() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> KafkaServer.start(folder, other.getLocalPort()))
          .isInstanceOf(CannotStart.class)
          .hasMessage("Kafka cannot listen on port " + other.getLocalPort() + ": it is in use.");
    }
  }

  @Test
  void a_broken_data_folder_is_told_in_a_sentence_and_freed() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("meta.properties"), "version=77\n");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> KafkaServer.start(folder, 0))
          .isInstanceOf(CannotStart.class)
          .hasMessageStartingWith("Kafka cannot start on " + folder + ": ");
    }
  }

  private Process startNode(int port) throws Exception {
    Path ready = folder.resolve("ready");
    Process node =
        JavaProcess.start(
            KafkaNode.class,
            folder.resolve("node").toString(),
            String.valueOf(port),
            ready.toString());
    var output = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8));
    assertThat(output.readLine()).isEqualTo("Kafka takes requests on 127.0.0.1:" + port);
    assertThat(ready).hasContent(node.pid() + "\n");
    return node;
  }

  private static void assertThatTopicsAreAsListed(String bootstrapServers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      List<String> names = Topics.listed().stream().map(Topics.Topic::name).toList();
      assertThat(names).contains(TOPIC, TOPIC + ".dlq", "people");
      assertThat(admin.listTopics().names().get()).containsAll(names);
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, "people");
      var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
      assertThat(config.get("retention.ms").value()).isEqualTo("-1");
      assertThat(admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC).partitions())
          .hasSize(6);
    }
  }

  private static void send(String bootstrapServers, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> read(String bootstrapServers, int expected) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      var values = new ArrayList<String>();
      Instant until = Instant.now().plusSeconds(30);
      while (values.size() < expected && Instant.now().isBefore(until)) {
        consumer.poll(Duration.ofMillis(100)).forEach(entry -> values.add(entry.value()));
      }
      return values;
    }
  }
}
