package dev.handrail.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands for a service: ready at once, and says what it was told by the environment. */
public final class FakeService {
  private FakeService() {}

  public static void main(String[] arguments) throws IOException {
    if (System.getenv("FAKE_SERVICE_BREAKS") != null) {
      System.err.println("The database has the wrong colour");
      System.exit(1);
    }
    serve("QUARKUS_HTTP_PORT", "/api/v1/tickets", System.getenv("QUARKUS_DATASOURCE_JDBC_URL"));
    serve("QUARKUS_MANAGEMENT_PORT", "/q/health/ready", "{}");
  }

  private static void serve(String port, String path, String body) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(System.getenv(port))),
            0);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length());
          exchange.getResponseBody().write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }

  /** Makes a checkout with nothing in it but this class, as every service. */
  static Path checkout(Path root) throws IOException {
    Files.writeString(root.resolve("handrail"), "");
    Files.writeString(root.resolve("pom.xml"), "");
    for (ServiceKind kind : ServiceKind.values()) {
      Path jar = kind.jar(root);
      Files.createDirectories(jar.getParent());
      var manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
      try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
          var in = FakeService.class.getResourceAsStream("/dev/handrail/local/FakeService.class")) {
        out.putNextEntry(new JarEntry("dev/handrail/local/FakeService.class"));
        in.transferTo(out);
      }
    }
    return root;
  }
}
