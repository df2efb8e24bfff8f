package dev.handrail.ticket.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.sla.ClockRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Draws the table of legal moves as docs/ticket-states.svg. To draw it anew after a change of the
 * table: run this test with {@code -Dtest.jvm=-Dpicture.write=true}.
 */
class StatePictureTest {

  private static final Path PICTURE = Path.of("..", "docs", "ticket-states.svg");
  private static final int CELL = 44;
  private static final int LEFT = 170;
  private static final int TOP = 150;

  @Test
  void the_picture_in_the_docs_is_the_table_in_the_code() throws IOException {
    String drawn = draw();
    if (Boolean.getBoolean("picture.write")) {
      Files.writeString(PICTURE, drawn);
    }
    assertThat(Files.readString(PICTURE)).isEqualTo(drawn);
  }

  private static String draw() {
    Status[] all = Status.values();
    int size = all.length * CELL;
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\""
                + " font-family=\"sans-serif\" font-size=\"14\">\n"
                + "<title>Legal moves of a ticket: from the row's status to the column's</title>\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
            LEFT + size + 20,
            TOP + size + 50));
    for (int i = 0; i < all.length; i++) {
      Status row = all[i];
      int y = TOP + i * CELL;
      line(
          svg,
          "<rect x=\"8\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\"/>"
              .formatted(y + 5, LEFT - 20, CELL - 10, color(row)));
      line(svg, "<text x=\"18\" y=\"%d\">%s</text>".formatted(y + 27, row.wire()));
      line(
          svg,
          "<text transform=\"translate(%d %d) rotate(-50)\">%s</text>"
              .formatted(LEFT + i * CELL + 20, TOP - 10, row.wire()));
      for (int j = 0; j < all.length; j++) {
        int x = LEFT + j * CELL;
        line(
            svg,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#d0d7de\"/>"
                .formatted(x, y, CELL, CELL));
        if (row.mayMoveTo(all[j])) {
          line(
              svg,
              "<circle cx=\"%d\" cy=\"%d\" r=\"9\" fill=\"#1f6feb\"/>"
                  .formatted(x + CELL / 2, y + CELL / 2));
        }
      }
    }
    int x = 8;
    for (ClockRule clock : ClockRule.values()) {
      String words = "clock " + clock.name().toLowerCase(Locale.ROOT);
      int y = TOP + size + 15;
      line(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"16\" height=\"16\" rx=\"3\" fill=\"%s\"/>"
              .formatted(x, y, color(clock)));
      line(svg, "<text x=\"%d\" y=\"%d\">%s</text>".formatted(x + 22, y + 13, words));
      x += 150;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void line(StringBuilder svg, String element) {
    svg.append(element).append('\n');
  }

  private static String color(Status status) {
    return color(status.resolutionClock());
  }

  private static String color(ClockRule clock) {
    return switch (clock) {
      case RUNS -> "#dafbe1";
      case PAUSED -> "#fff8c5";
      case STOPPED -> "#eaeef2";
    };
  }
}
