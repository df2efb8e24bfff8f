package dev.handrail.gateway;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A running gateway; {@link #main} makes one from the environment. */
public final class Gateway {
  private static final int LOOPS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
  private static final int CONNECTIONS_PER_SERVICE = 256;
  private static final int OPEN_STREAMS = 4096;
  private static final int BACKLOG = 1024;

  private final Vertx vertx;
  private final InFlight inFlight;
  private final ApiDocument apiDocument;
  private final Limits limits;
  private final int port;

  private Gateway(
      Vertx vertx, InFlight inFlight, ApiDocument apiDocument, Limits limits, int port) {
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.apiDocument = apiDocument;
    this.limits = limits;
    this.port = port;
  }

  /**
   * Runs until the process is asked to end, and then lets running requests finish. Exits with 1 and
   * a sentence if it cannot start.
   */
  public static void main(String[] arguments) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format",
        System.getProperty(
            "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n"));
    Gateway gateway;
    try {
      Settings settings = Settings.from(System.getenv());
      gateway = start(settings, Limits.standard(settings.maxBody()));
      System.out.println("The gateway listens on http://" + settings.host() + ":" + gateway.port());
    } catch (InvalidSettings | StartFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop, "gateway-stop"));
  }

  /**
   * Listens and routes.
   *
   * @throws StartFailure if it cannot listen where it should
   */
  static Gateway start(Settings settings, Limits limits) {
    // The names of services come from the hosts file or the system, as everywhere else.
    System.setProperty("vertx.disableDnsResolver", "true");
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(LOOPS)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setPreferNativeTransport(false)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    var inFlight = new InFlight(limits.bufferedBodies());
    var apiDocument = new ApiDocument(vertx, settings.services().values());
    var docsPage = new DocsPage(vertx);
    var rateLimit = new RateLimit(settings.rate(), RateLimit.MOST_ADDRESSES, System::nanoTime);
    var port = new AtomicInteger(settings.port());
    Future<String> deployed =
        vertx.deployVerticle(
            () -> new Listener(settings, limits, rateLimit, inFlight, apiDocument, docsPage, port),
            // One by one when any port will do, so that all take the one that the first was given.
            new DeploymentOptions().setInstances(settings.port() == 0 ? 1 : LOOPS));
    try {
      deployed.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      var _ = vertx.close();
      throw StartFailure.of(settings, e.getCause());
    } catch (TimeoutException e) {
      var _ = vertx.close();
      throw StartFailure.of(settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var _ = vertx.close();
      throw StartFailure.of(settings, e);
    }
    apiDocument.start();
    return new Gateway(vertx, inFlight, apiDocument, limits, port.get());
  }

  int port() {
    return port;
  }

  ApiDocument apiDocument() {
    return apiDocument;
  }

  /**
   * Takes no new requests, waits for the running ones as long as the limits allow, ends the streams
   * and closes.
   */
  void stop() {
    await(inFlight.stop(), limits.drain().toMillis());
    await(vertx.close(), 5_000);
  }

  private static void await(Future<Void> end, long millis) {
    try {
      end.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("The gateway did not end in peace: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why there is no gateway, in a sentence for whoever started it. */
  static final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StartFailure(String sentence) {
      super(sentence, null, false, false);
    }

    static StartFailure of(Settings settings, @Nullable Throwable cause) {
      String place = "port " + settings.port() + " of " + settings.host();
      return new StartFailure(
          cause instanceof BindException
              ? "The gateway cannot listen on "
                  + place
                  + ": it is in use, or not an address of this"
                  + " machine. Set HANDRAIL_GATEWAY_HOST and HANDRAIL_GATEWAY_PORT."
              : "The gateway cannot listen on " + place + ": " + cause + ".");
    }
  }

  /** One event loop's share of the connections. */
  private static final class Listener extends AbstractVerticle implements Verticle {
    private final Settings settings;
    private final Limits limits;
    private final RateLimit rateLimit;
    private final InFlight inFlight;
    private final ApiDocument apiDocument;
    private final DocsPage docsPage;
    private final AtomicInteger port;

    Listener(
        Settings settings,
        Limits limits,
        RateLimit rateLimit,
        InFlight inFlight,
        ApiDocument apiDocument,
        DocsPage docsPage,
        AtomicInteger port) {
      this.settings = settings;
      this.limits = limits;
      this.rateLimit = rateLimit;
      this.inFlight = inFlight;
      this.apiDocument = apiDocument;
      this.docsPage = docsPage;
      this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
      var cors = new Cors(settings.corsOrigins());
      var forwarder =
          new Forwarder(vertx, limits, CONNECTIONS_PER_SERVICE / LOOPS, OPEN_STREAMS / LOOPS);
      var door =
          new FrontDoor(
              settings.services(),
              limits,
              cors,
              new ClientAddresses(settings.trustedProxies()),
              rateLimit,
              inFlight,
              apiDocument,
              docsPage,
              forwarder,
              new Tunnel(forwarder.streams(), cors));
      HttpServer server =
          vertx.createHttpServer(
              new HttpServerOptions()
                  .setHttp2ClearTextEnabled(false)
                  .setHandle100ContinueAutomatically(false)
                  .setPerMessageWebSocketCompressionSupported(false)
                  .setPerFrameWebSocketCompressionSupported(false)
                  .setTcpNoDelay(true)
                  .setAcceptBacklog(BACKLOG)
                  .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                  .setIdleTimeout((int) limits.idle().toMillis()));
      server
          .connectionHandler(
              connection ->
                  Wire.replaceDecoder(
                      connection,
                      new StrictRequestDecoder(limits.target(), limits.headers(), limits.head())))
          .requestHandler(door)
          .invalidRequestHandler(door::handleUnreadable)
          .exceptionHandler(failure -> {})
          .listen(port.get(), settings.host())
          .onSuccess(listening -> port.set(listening.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}
