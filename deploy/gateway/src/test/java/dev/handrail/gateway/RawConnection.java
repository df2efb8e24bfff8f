package dev.handrail.gateway;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP byte by byte, as no well-behaved client would let us. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /**
   * @param headers by lower-case name; several of one name joined by a comma
   */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    JsonObject json() {
      return new JsonObject(body);
    }
  }

  RawConnection(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The lines of a request's head, and the empty one after them. */
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  RawConnection send(String bytes) {
    return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  /** Sends for as long as the other side listens; true if all went out. */
  boolean trySend(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The head of an answer; its body is left to {@link #read}. */
  Answer receiveHead() {
    String line = line();
    if (line == null) {
      throw new AssertionError("the connection was closed without an answer");
    }
    int status = Integer.parseInt(line.split(" ", 3)[1]);
    var headers = new LinkedHashMap<String, String>();
    for (line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, second) -> first + ", " + second);
    }
    return new Answer(status, headers, "");
  }

  /** A whole answer to anything but HEAD. */
  Answer receive() {
    Answer head = receiveHead();
    if (head.header("transfer-encoding").equals("chunked")) {
      var body = new StringBuilder();
      for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
        body.append(chunk);
      }
      return new Answer(head.status(), head.headers(), body.toString());
    }
    String length = head.header("content-length");
    return new Answer(
        head.status(), head.headers(), length.isEmpty() ? "" : read(Integer.parseInt(length)));
  }

  /** The next chunk of a chunked body; empty at its end. */
  String chunk() {
    String size = line();
    if (size == null) {
      throw new AssertionError("the body was cut");
    }
    String chunk = read(Integer.parseInt(size, 16));
    line();
    return chunk;
  }

  String read(int bytes) {
    try {
      byte[] read = in.readNBytes(bytes);
      if (read.length < bytes) {
        throw new AssertionError("the connection was closed after " + read.length + " of " + bytes);
      }
      return new String(read, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the other side closes; false if it sends something instead. */
  boolean isClosedByPeer() {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection is still open", e);
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether something has come that was not read. */
  boolean hasAnswer() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable String line() {
    try {
      var line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
        }
        if (b != '\r') {
          line.write(b);
        }
      }
      return line.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
