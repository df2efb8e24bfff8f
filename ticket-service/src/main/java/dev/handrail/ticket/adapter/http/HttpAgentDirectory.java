package dev.handrail.ticket.adapter.http;

import dev.handrail.kit.identity.ServiceClient;
import dev.handrail.ticket.application.port.AgentDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** agent-service's internal route for names. */
@ApplicationScoped
class HttpAgentDirectory implements AgentDirectory {
  private static final String SETTING = "handrail.agents.directory-url";

  private record Answer(List<Item> items) {}

  private record Item(
      String id, @Nullable String name, @Nullable String avatarUrl, long profileVersion) {}

  private final Optional<URI> address;
  private final ServiceClient client;

  /**
   * @param address where agent-service is, such as {@code https://agent-service}; absent where
   *     names are not to be asked for
   */
  HttpAgentDirectory(
      @ConfigProperty(name = SETTING) Optional<String> address, ServiceClient client) {
    this.address = address.map(text -> ServiceClient.address(SETTING, text));
    this.client = client;
  }

  @Override
  public boolean isThere() {
    return address.isPresent();
  }

  @Override
  public List<Card> cards(Collection<String> ids) {
    String wanted =
        ids.stream()
            .map(id -> URLEncoder.encode(id, StandardCharsets.UTF_8))
            .collect(Collectors.joining(","));
    try {
      return client
          .get(address.orElseThrow().resolve("/internal/agents?ids=" + wanted), Answer.class)
          .items()
          .stream()
          .flatMap(HttpAgentDirectory::card)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("agent-service did not tell the agents' names.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while agent-service was asked.", e);
    }
  }

  /** One without a name is of no use. */
  private static Stream<Card> card(Item item) {
    String name = item.name();
    return name == null || name.isBlank()
        ? Stream.empty()
        : Stream.of(new Card(item.id(), name, item.avatarUrl(), item.profileVersion()));
  }
}
