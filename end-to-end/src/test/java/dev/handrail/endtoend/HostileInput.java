package dev.handrail.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts and bodies that have broken other systems. */
final class HostileInput {
  /** As JSON string contents, escapes included; put between quotation marks as they are. */
  private static final List<String> JSON_TEXTS =
      List.of(
          "",
          " ",
          "\\u0000",
          "a\\u0000b",
          "\\ud800",
          "\\udfff\\ud800",
          "\\u202e\\u2066evil",
          "\\ufeff",
          "\\uffff",
          "\\u0085\\u2028\\u2029",
          "e\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301",
          "\\ud83d\\udc68\\u200d\\ud83d\\udc69\\u200d\\ud83d\\udc67",
          "\\r\\nBcc: x@example.org",
          "'; DROP TABLE ticket; --",
          "%' OR '1'='1",
          "<script>alert(1)</script>",
          "${jndi:ldap://127.0.0.1/a}",
          "{{7*7}}",
          "../../../../etc/passwd",
          "=cmd|' /C calc'!A0",
          "-1",
          "9223372036854775808",
          "1e999",
          "NaN",
          "null",
          "me",
          "unassigned",
          "\\\\",
          "\\\"",
          "00000000-0000-0000-0000-000000000000",
          "2026-02-30T25:61:61Z",
          "+292278994-08-17T07:12:55.807Z",
          "P999999999999D");

  private static final List<String> JSON_VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "-0",
          "9223372036854775808",
          "123456789012345678901234567890123456789012345678901234567890",
          "[]",
          "[[]]",
          "{}",
          "[null]",
          "{\"\":null}");

  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "}",
          "[",
          "null",
          "\"text\"",
          "0",
          "[]",
          "{}{}",
          "{} x",
          "{\"a\":1,\"a\":2}",
          "{'a':1}",
          "{a:1}",
          "{\"a\":NaN}",
          "{\"a\":01}",
          "// comment\n{}",
          "\uFEFF{}",
          "{\"__proto__\":{\"admin\":true},\"constructor\":{}}",
          "{\"@type\":\"java.lang.Runtime\"}",
          "[\"java.util.ArrayList\",[]]",
          "{\"subject\":\"\u0001\"}",
          "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
          "[".repeat(5_000),
          "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
          "{\"subject\":\"" + "x".repeat(60_000) + "\"}");

  private static final List<String> PLAIN_TEXTS =
      List.of(
          "",
          " ",
          "a",
          "0",
          "-1",
          "999999999999999999999",
          "1.5",
          "null",
          "true",
          "me",
          "unassigned",
          "*",
          "'",
          "\"",
          "' OR 1=1 --",
          "\u202Eevil",
          "\uD83D\uDC68\u200D\uD83D\uDC69",
          "e\u0301\u0301\u0301",
          "\u0000",
          "a\u0000b",
          "\n",
          "\uFFFF",
          "<script>",
          "${7*7}",
          "a:b:c",
          "ride:",
          ":1",
          "x".repeat(300),
          "x".repeat(3_000),
          "2026-01-01",
          "2026-13-45",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59.999999999Z",
          "1999999999-01-01",
          "00000000-0000-0000-0000-000000000000",
          "BKG-000001",
          "bkg-000001",
          "BKG-99999999999999999999",
          "BKG-",
          "a & b | ! ( ) <-> c:*");

  private final Random random;

  HostileInput(Random random) {
    this.random = random;
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A text for a query or a path, encoded. */
  String encoded() {
    if (random.nextInt(12) == 0) {
      // Bytes that are no UTF-8.
      return any(List.of("%ff", "%c0%af", "%ed%a0%80", "%f5%80%80%80", "%80"));
    }
    return URLEncoder.encode(any(PLAIN_TEXTS), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A body that is wrong from the start. */
  String body() {
    return any(BODIES);
  }

  /** A good body with one thing or a few made hostile, as JSON text. */
  String spoil(JsonNode good) {
    if (!(good instanceof ObjectNode object) || object.isEmpty()) {
      return body();
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String victim = any(names);
    StringBuilder text = new StringBuilder("{");
    for (String name : names) {
      String value = object.get(name).toString();
      if (name.equals(victim)) {
        value = spoiled(object.get(name));
      }
      text.append(text.length() > 1 ? "," : "")
          .append('"')
          .append(name)
          .append("\":")
          .append(value);
    }
    if (random.nextInt(6) == 0) {
      text.append(",\"")
          .append(any(List.of("role", "id", "version", "assigneeId", "x")))
          .append("\":1");
    }
    return text.append('}').toString();
  }

  private String spoiled(JsonNode value) {
    return switch (random.nextInt(4)) {
      case 0 -> any(JSON_VALUES);
      case 1 -> "\"" + "x".repeat(random.nextInt(20_000)) + "\"";
      case 2 -> {
        if (value instanceof ArrayNode) {
          yield "[" + ("\"" + any(JSON_TEXTS) + "\",").repeat(random.nextInt(200)) + "\"z\"]";
        }
        yield "\"" + any(JSON_TEXTS) + "\"";
      }
      default -> "\"" + any(JSON_TEXTS) + "\"";
    };
  }

  /** Something for a header, within what a client may send at all. */
  String header() {
    return any(
        List.of(
            "",
            "*",
            "\"v1\"",
            "W/\"v1\"",
            "\"v-1\"",
            "\"v99999999999999999999\"",
            "\"a\", \"b\"",
            "v1",
            "x".repeat(256),
            "x".repeat(255),
            "key with spaces",
            "'; --",
            "text/html",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "../..",
            "0"));
  }
}
