package dev.handrail.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A gateway on a free port in front of fake services. */
final class GatewayFixture implements AutoCloseable {
  private final Gateway gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private GatewayFixture(Gateway gateway) {
    this.gateway = gateway;
  }

  static Setup inFrontOf(FakeService... services) {
    var setup = new Setup();
    for (FakeService service : services) {
      setup.services.put(service.service().name(), service.service());
    }
    return setup;
  }

  static Setup inFrontOf(Service service) {
    var setup = new Setup();
    setup.services.put(service.name(), service);
    return setup;
  }

  /** Patient enough for a slow machine, small enough to be reached. */
  static Limits limits() {
    return new Limits(
        8 * 1024,
        16 * 1024,
        64 * 1024,
        1024 * 1024,
        16 * 1024 * 1024,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofMillis(20),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }

  static final class Setup {
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Set<String> origins = new LinkedHashSet<>();
    private final List<Network> trusted = new ArrayList<>();
    private int rate;
    private Limits limits = GatewayFixture.limits();

    Setup origin(String origin) {
      origins.add(origin);
      return this;
    }

    Setup rate(int perSecond) {
      rate = perSecond;
      return this;
    }

    Setup trusting(String network) {
      trusted.add(Network.parse(network));
      return this;
    }

    Setup limits(Limits changed) {
      limits = changed;
      return this;
    }

    GatewayFixture start() {
      return new GatewayFixture(
          Gateway.start(
              new Settings("127.0.0.1", 0, services, origins, rate, (int) limits.body(), trusted),
              limits));
    }
  }

  int port() {
    return gateway.port();
  }

  Gateway gateway() {
    return gateway;
  }

  RawConnection connect() {
    return new RawConnection(port());
  }

  /** One request on a connection of its own, exactly these characters. */
  RawConnection.Answer raw(String bytes) {
    try (var connection = connect()) {
      return connection.send(bytes).receive();
    }
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port() + target);
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(uri(target)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String target) {
    return send(request(target));
  }

  HttpResponse<String> post(String target, String body) {
    return send(request(target).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.shutdownNow();
    gateway.stop();
  }
}
