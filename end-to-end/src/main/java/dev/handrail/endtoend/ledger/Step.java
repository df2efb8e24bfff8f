package dev.handrail.endtoend.ledger;

/** What a writer can do to a ticket. */
public enum Step {
  /** The customer opens it. */
  CREATE,
  /** The customer writes. */
  CUSTOMER_REPLY,
  /** An agent writes to the customer. */
  AGENT_REPLY,
  /** An agent writes an internal note. */
  AGENT_NOTE,
  /** An agent takes it. */
  PICK,
  /** An agent waits for the customer. */
  WAIT,
  /** An agent changes the priority. */
  PRIORITISE,
  /** An agent resolves it. */
  RESOLVE,
  /** The customer takes it up again. */
  REOPEN,
  /** The customer confirms the resolution. */
  CLOSE,
  /** The customer rates it. */
  RATE;

  /** Whether it adds a message to a ticket that is there already. */
  public boolean addsMessage() {
    return this == CUSTOMER_REPLY || this == AGENT_REPLY || this == AGENT_NOTE;
  }

  /** Whether the customer does it; else an agent. */
  public boolean isCustomers() {
    return switch (this) {
      case CREATE, CUSTOMER_REPLY, REOPEN, CLOSE, RATE -> true;
      case AGENT_REPLY, AGENT_NOTE, PICK, WAIT, PRIORITISE, RESOLVE -> false;
    };
  }

  /**
   * Whether it is a POST with an {@code Idempotency-Key}; the others are PUTs with {@code
   * If-Match}.
   */
  public boolean isKeyed() {
    return switch (this) {
      case CREATE, CUSTOMER_REPLY, AGENT_REPLY, AGENT_NOTE, RESOLVE, REOPEN, RATE -> true;
      case PICK, WAIT, PRIORITISE, CLOSE -> false;
    };
  }
}
