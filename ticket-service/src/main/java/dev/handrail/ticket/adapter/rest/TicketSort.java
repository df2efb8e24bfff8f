package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Sort;
import dev.handrail.ticket.adapter.persistence.TicketQueries.SortKey;
import org.jspecify.annotations.Nullable;

/** The order of a list as callers write it: a field's name, with a minus sign for descending. */
final class TicketSort {

  static final String DEFAULT = "-updatedAt";

  private TicketSort() {}

  static Sort parse(@Nullable String given) {
    String value = given == null ? DEFAULT : given;
    boolean descending = value.startsWith("-");
    SortKey key =
        switch (descending ? value.substring(1) : value) {
          case "createdAt" -> SortKey.CREATED_AT;
          case "updatedAt" -> SortKey.UPDATED_AT;
          case "priority" -> SortKey.PRIORITY;
          case "slaDueAt" -> SortKey.SLA_DUE_AT;
          default ->
              throw ProblemException.badRequest(
                  "sort",
                  "must be one of createdAt, updatedAt, priority, slaDueAt, or one of these after a"
                      + " minus sign");
        };
    return new Sort(key, descending);
  }
}
