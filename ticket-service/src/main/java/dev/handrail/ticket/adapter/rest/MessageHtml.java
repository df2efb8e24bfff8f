package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.TextFormat;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;

/**
 * Turns messages into HTML in which nothing of the author's runs or loads: raw HTML becomes text,
 * links keep only harmless addresses, images become links.
 */
final class MessageHtml {

  /** Deeper Markdown is shown as plain text; the renderer is recursive and nobody writes such. */
  private static final int DEEPEST = 50;

  private static final Parser PARSER = Parser.builder().maxOpenBlockParsers(DEEPEST).build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .sanitizeUrls(true)
          .urlSanitizer(new AbsoluteLinksOnly())
          .softbreak("<br>\n")
          .attributeProviderFactory(
              context -> (node, tag, attributes) -> restrain(node, attributes))
          .build();

  private MessageHtml() {}

  static String of(Message message) {
    return of(message.text(), message.format());
  }

  static String of(String text, TextFormat format) {
    return switch (format) {
      case TEXT -> plain(text);
      case MARKDOWN -> markdown(text);
    };
  }

  private static String plain(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        case '\n' -> html.append("<br>\n");
        default -> html.append(c);
      }
    }
    return html.toString();
  }

  private static String markdown(String text) {
    Node document = PARSER.parse(text);
    if (isDeeperThan(DEEPEST, document)) {
      return plain(text);
    }
    document.accept(new ImagesToLinks());
    return RENDERER.render(document).strip();
  }

  private static boolean isDeeperThan(int most, Node root) {
    int depth = 0;
    Node at = root;
    while (true) {
      if (at.getFirstChild() != null) {
        at = at.getFirstChild();
        if (++depth > most) {
          return true;
        }
        continue;
      }
      while (at != root && at.getNext() == null) {
        at = at.getParent();
        depth--;
      }
      if (at == root) {
        return false;
      }
      at = at.getNext();
    }
  }

  private static void restrain(Node node, Map<String, String> attributes) {
    if (node instanceof Link) {
      attributes.put("rel", "nofollow noopener noreferrer");
      attributes.put("target", "_blank");
    }
  }

  /** A message must not make its reader's browser fetch anything. */
  private static final class ImagesToLinks extends AbstractVisitor {
    @Override
    public void visit(Image image) {
      visitChildren(image);
      Link link = new Link(image.getDestination(), image.getTitle());
      Node child = image.getFirstChild();
      while (child != null) {
        Node next = child.getNext();
        link.appendChild(child);
        child = next;
      }
      image.insertAfter(link);
      image.unlink();
    }
  }

  /** http, https and mailto; a relative address would point into whoever shows the message. */
  private static final class AbsoluteLinksOnly implements UrlSanitizer {
    private final UrlSanitizer protocols =
        new DefaultUrlSanitizer(List.of("http", "https", "mailto"));

    @Override
    public String sanitizeLinkUrl(String url) {
      String allowed = protocols.sanitizeLinkUrl(url);
      return allowed.indexOf(':') < 0 ? "" : allowed;
    }

    @Override
    public String sanitizeImageUrl(String url) {
      return "";
    }
  }
}
