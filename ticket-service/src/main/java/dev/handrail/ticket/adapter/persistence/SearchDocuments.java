package dev.handrail.ticket.adapter.persistence;

import dev.handrail.ticket.domain.ActorKind;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.Ticket;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a message can be found by. The first message stands for the ticket as well: it has its
 * number, subject, tags and customer's name, and marks for its category, source, tags and custom
 * fields. Each later one has the ticket's subject as it was then, so that a word of the subject and
 * one of a message are found together.
 */
final class SearchDocuments {
  /** Begins every mark. No text can contain it, because texts have no control characters. */
  private static final char SIGN = '\u0001';

  /** The index takes no longer words; texts that only differ later share a mark. */
  private static final int LONGEST_VALUE = 64;

  private SearchDocuments() {}

  /** The words of a message, in the form of {@link SearchWords}. */
  static String words(Ticket ticket, Message message) {
    String subject = ticket.content().subject();
    return message.position() == 1 ? ofTicket(ticket) : subject + '\n' + message.text();
  }

  /** The words of a ticket itself, which its first message carries. */
  static String ofTicket(Ticket ticket) {
    String number = ticket.number();
    return SearchWords.of(
        String.join(
            "\n",
            number,
            withoutZeros(number),
            ticket.content().subject(),
            String.join(" ", ticket.content().tags()),
            Objects.requireNonNullElse(ticket.customer().name(), ""),
            ticket.description()));
  }

  /** The marks of a message. */
  static List<String> marks(Ticket ticket, int position) {
    List<String> marks = new ArrayList<>();
    marks.add(ofCustomer(ticket.app(), ticket.customer().id()));
    if (ticket.openedBy().kind() == ActorKind.SERVICE) {
      marks.add(ofService(ticket.app(), ticket.openedBy().id()));
    }
    if (position == 1) {
      marks.add(category(ticket.app(), ticket.content().category()));
      marks.add(source(ticket.source().wire()));
      ticket.content().tags().forEach(tag -> marks.add(tag(tag)));
      ticket
          .content()
          .customFields()
          .forEach((key, value) -> marks.add(customField(ticket.app(), key, value)));
    }
    return marks;
  }

  static String ofCustomer(String app, String id) {
    return SIGN + "customer:" + app + ':' + id;
  }

  static String ofService(String app, String id) {
    return SIGN + "service:" + app + ':' + id;
  }

  static String category(String app, String key) {
    return SIGN + "category:" + app + ':' + key;
  }

  static String source(String wire) {
    return SIGN + "source:" + wire;
  }

  static String tag(String tag) {
    return SIGN + "tag:" + tag;
  }

  /**
   * The mark of a custom field's value. A text and a number that are written alike share one, and
   * numbers that are equal do: the reader compares the values themselves as well.
   */
  static String customField(String app, String key, Object value) {
    String text = value instanceof BigDecimal number ? plain(number) : value.toString();
    int longest = Math.min(LONGEST_VALUE, text.codePointCount(0, text.length()));
    return anyValue(app, key) + text.substring(0, text.offsetByCodePoints(0, longest));
  }

  /** How the marks of all values of a custom field begin. */
  static String anyValue(String app, String key) {
    return SIGN + "field:" + app + ':' + key + '=';
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** A mark as a {@code tsquery}. */
  static String query(String mark) {
    return "'" + mark.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String withoutZeros(String number) {
    int digits = number.indexOf('-') + 1;
    return number.substring(digits).replaceFirst("^0+", "");
  }
}
