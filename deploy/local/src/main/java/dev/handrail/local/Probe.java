package dev.handrail.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Looks whether something answers. */
final class Probe {
  private static final int WAIT_MILLIS = 5_000;

  private Probe() {}

  /** Whether a GET is answered with 200. */
  static boolean answers(String url) {
    try {
      var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(WAIT_MILLIS);
      connection.setReadTimeout(WAIT_MILLIS);
      try {
        int status = connection.getResponseCode();
        if (status == 200) {
          try (InputStream body = connection.getInputStream()) {
            body.readAllBytes();
          }
        }
        return status == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether somebody listens on this port of the loopback interface. */
  static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), WAIT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
