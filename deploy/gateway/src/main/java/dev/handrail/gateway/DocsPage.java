package dev.handrail.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * A page to read and try the API, made of Swagger UI from the class path. Nothing is loaded from
 * elsewhere and no script stands in the page, so its content security policy can be strict.
 */
final class DocsPage {
  static final String PATH = "/docs";

  private static final String POM = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
  private static final String OWN = "docs/";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  /** Swagger UI has its icons as data URLs; it needs neither inline scripts nor inline styles. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, Asset> ASSETS =
      Map.of(
          PATH,
          new Asset(true, "index.html", HTML),
          PATH + "/page.js",
          new Asset(true, "page.js", SCRIPT),
          PATH + "/page.css",
          new Asset(true, "page.css", STYLE),
          PATH + "/swagger-ui.css",
          new Asset(false, "swagger-ui.css", STYLE),
          PATH + "/swagger-ui-bundle.js",
          new Asset(false, "swagger-ui-bundle.js", SCRIPT),
          PATH + "/favicon-32x32.png",
          new Asset(false, "favicon-32x32.png", "image/png"));

  private final Vertx vertx;
  private final String version;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  private record Asset(boolean own, String name, String type) {}

  private record Loaded(Buffer plain, Buffer zipped) {}

  /**
   * Finds Swagger UI on the class path.
   *
   * @throws IllegalStateException if it is not there
   */
  DocsPage(Vertx vertx) {
    this.vertx = vertx;
    var pom = new Properties();
    try (InputStream in = open(POM)) {
      pom.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("Swagger UI is not on the class path", e);
    }
    this.version = pom.getProperty("version");
  }

  static boolean has(String path) {
    return ASSETS.containsKey(path);
  }

  void serve(Exchange exchange, String path) {
    Asset asset = ASSETS.get(path);
    if (asset == null) {
      exchange.refuse(Problem.notFound());
      return;
    }
    String etag = "\"" + version + "\"";
    exchange.response.putHeader(Exchange.CONTENT_SECURITY_POLICY, POLICY);
    exchange.response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (!asset.own()) {
      exchange.response.putHeader(HttpHeaders.ETAG, etag);
    }
    exchange.response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (!asset.own() && etag.equals(exchange.request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      exchange.answer(304);
      return;
    }
    Loaded ready = loaded.get(path);
    if (ready != null) {
      send(exchange, asset, ready);
      return;
    }
    vertx
        .executeBlocking(() -> load(asset))
        .onSuccess(
            fresh -> {
              loaded.put(path, fresh);
              send(exchange, asset, fresh);
            })
        .onFailure(failure -> exchange.refuse(Problem.internal()));
  }

  private static void send(Exchange exchange, Asset asset, Loaded content) {
    String accepted = exchange.request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted != null && accepted.contains("gzip")) {
      exchange.response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
      exchange.answer(200, asset.type(), content.zipped());
    } else {
      exchange.answer(200, asset.type(), content.plain());
    }
  }

  private Loaded load(Asset asset) throws IOException {
    String name = asset.own() ? OWN + asset.name() : WEBJAR + version + "/" + asset.name();
    byte[] plain;
    try (InputStream in = open(name)) {
      plain = in.readAllBytes();
    }
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(plain);
    }
    return new Loaded(Buffer.buffer(plain), Buffer.buffer(zipped.toByteArray()));
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = DocsPage.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new IOException("not on the class path: " + name);
    }
    return in;
  }
}
