package dev.handrail.ticket.domain.sla;

/** A calendar or a policy contradicts itself. */
public final class InvalidRule extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  InvalidRule(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The part that is wrong, as the API names it. */
  public String field() {
    return field;
  }
}
