package dev.handrail.ticket.adapter.persistence;

import dev.handrail.ticket.adapter.persistence.TicketQueries.CustomFieldFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Filter;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in the search documents: words, or marks of the ticket, and always the marks of
 * those whose tickets the reader sees, where that is a person or a service.
 *
 * <p>A ticket is found when one of its messages has all the words, or, for the first one, when
 * message, number, subject, tags and customer's name together have. Later messages count with the
 * subject that the ticket had then. The last word may be the beginning of one, from three letters.
 *
 * @param words in the form of {@link SearchWords}; empty when only marks are looked for
 * @param marks a query of marks; empty for none
 */
record SearchQuery(String words, boolean prefix, String marks) {
  private static final int MOST_WORDS = 20;
  private static final int SHORTEST_PREFIX = 3;

  /** The query for a filter; null when its conditions are none for the search index. */
  static @Nullable SearchQuery of(Scope scope, Filter filter) {
    String text = filter.text();
    List<String> marks = new ArrayList<>();
    if (text == null) {
      String category = filter.category();
      if (category != null && !scope.branches().isEmpty()) {
        marks.add("(" + categories(scope, category) + ")");
      }
      Source source = filter.source();
      if (source != null) {
        marks.add(SearchDocuments.query(SearchDocuments.source(source.wire())));
      }
      if (filter.tag() != null) {
        marks.add(SearchDocuments.query(SearchDocuments.tag(filter.tag())));
      }
      if (!scope.branches().isEmpty()) {
        filter.customFields().forEach(f -> marks.add("(" + values(scope, f) + ")"));
      }
      if (marks.isEmpty()) {
        return null;
      }
    }
    String owners = owners(scope);
    if (!owners.isEmpty()) {
      marks.add("(" + owners + ")");
    }
    List<String> words =
        text == null
            ? List.of()
            : List.of(SearchWords.of(text).split(" ", -1)).stream().limit(MOST_WORDS).toList();
    boolean prefix = !words.isEmpty() && words.getLast().length() >= SHORTEST_PREFIX;
    return new SearchQuery(String.join(" ", words), prefix, String.join(" & ", marks));
  }

  boolean hasWords() {
    return !words.isEmpty();
  }

  /** Adds an expression of type {@code tsquery}. */
  void addTo(SqlText sql) {
    if (marks.isEmpty()) {
      sql.add("search_query(?, ?)", words, prefix);
    } else if (words.isEmpty()) {
      sql.add("?::tsquery", marks);
    } else {
      sql.add("(search_query(?, ?) && ?::tsquery)", words, prefix, marks);
    }
  }

  private static String categories(Scope scope, String key) {
    return apps(scope)
        .map(app -> SearchDocuments.query(SearchDocuments.category(app, key)))
        .collect(Collectors.joining(" | "));
  }

  private static String values(Scope scope, CustomFieldFilter field) {
    return apps(scope)
        .flatMap(
            app ->
                field.readings().stream()
                    .map(value -> SearchDocuments.customField(app, field.key(), value)))
        .distinct()
        .map(SearchDocuments::query)
        .collect(Collectors.joining(" | "));
  }

  private static Stream<String> apps(Scope scope) {
    return scope.branches().stream().map(Scope.Branch::app).distinct().sorted();
  }

  /** Marks of the people or services of a scope; empty if any branch goes beyond these. */
  private static String owners(Scope scope) {
    Set<String> owners = new TreeSet<>();
    for (Scope.Branch branch : scope.branches()) {
      switch (branch) {
        case Scope.OfCustomer b -> owners.add(SearchDocuments.ofCustomer(b.app(), b.customerId()));
        case Scope.OpenedBy b -> owners.add(SearchDocuments.ofService(b.app(), b.serviceId()));
        case Scope.WholeApp _, Scope.AssignedTo _, Scope.Unassigned _, Scope.OfDepartment _ -> {
          return "";
        }
      }
    }
    return owners.stream().map(SearchDocuments::query).collect(Collectors.joining(" | "));
  }
}
