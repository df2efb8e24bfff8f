package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.TextFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHtmlTest {

  /** Tags that messages may have; without attributes, but for links. */
  private static final Pattern HARMLESS_TAG =
      Pattern.compile(
          "</?(p|br|em|strong|code|pre|blockquote|ul|ol|li|h[1-6]|hr)( /)?>"
              + "|<ol start=\"\\d+\">"
              + "|<code class=\"language-[^\"<>]*\">"
              + "|</a>|<a (rel=\"nofollow noopener noreferrer\""
              + "|target=\"_blank\"|title=\"[^\"<>]*\""
              + "|href=\"((https?:|mailto:)[^\"<>]*)?\"| )+>");

  static List<String> attacks() {
    return List.of(
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "[x](//evil.example/a)",
        "[x](/api/v1/tickets)",
        "![x](http://tracker.example/pixel.gif)",
        "![x](javascript:alert(1))",
        "[![x](http://tracker.example/p.gif)](http://a.example)",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "[x](http://a.example \"quote\\\" onmouseover=alert(1)\")",
        "```\"><script>alert(1)</script>\nx\n```",
        "<!-- --><script>alert(1)</script>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "x\u2028<b onclick=alert(1)>",
        "<a href='http://a.example' onclick='alert(1)'>x</a>");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void nothing_of_an_attack_is_left_that_a_browser_would_run_or_fetch(String attack) {
    for (TextFormat format : TextFormat.values()) {
      String html = MessageHtml.of(attack, format);
      assertThat(HARMLESS_TAG.matcher(html).replaceAll("")).doesNotContain("<", ">");
    }
  }

  @Test
  void plain_text_is_shown_as_it_was_written() {
    assertThat(MessageHtml.of("a < b & \"c\" > 'd'\n**e**", TextFormat.TEXT))
        .isEqualTo("a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;<br>\n**e**");
  }

  @Test
  void markdown_is_rendered() {
    assertThat(MessageHtml.of("**bold** and `code`\n\n- one\n- two", TextFormat.MARKDOWN))
        .isEqualTo(
            """
            <p><strong>bold</strong> and <code>code</code></p>
            <ul>
            <li>one</li>
            <li>two</li>
            </ul>""");
  }

  @Test
  void a_harmless_link_stays_and_tells_nobody_where_it_was_clicked() {
    assertThat(MessageHtml.of("[help](https://help.example/a?b=c)", TextFormat.MARKDOWN))
        .contains("href=\"https://help.example/a?b=c\"")
        .contains("rel=\"nofollow noopener noreferrer\"");
  }

  @Test
  void an_image_becomes_a_link_with_its_description() {
    assertThat(MessageHtml.of("![photo](https://cdn.example/p.jpg)", TextFormat.MARKDOWN))
        .contains("href=\"https://cdn.example/p.jpg\"")
        .contains(">photo</a>")
        .doesNotContain("<img");
  }

  @ParameterizedTest
  @ValueSource(strings = {">", "- ", "*a ", "[", "![", "**a _b ", "`", "<", "1. ", "&", "\\"})
  void no_repetition_makes_rendering_fail_or_take_long(String part) {
    String hostile = part.repeat(5_000 / part.length());
    assertThat(MessageHtml.of(hostile, TextFormat.MARKDOWN)).isNotEmpty();
    String nested = hostile + "x" + new StringBuilder(hostile).reverse();
    assertThat(MessageHtml.of(nested, TextFormat.MARKDOWN)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(TextFormat.class)
  void any_script_and_direction_is_kept(TextFormat format) {
    String text = "مرحبا שלום 😀 नमस्ते";
    assertThat(MessageHtml.of(text, format)).contains(text);
  }
}
