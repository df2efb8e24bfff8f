package dev.handrail.agent.domain;

import java.time.Duration;

/** Why somebody cannot sign in. */
public abstract sealed class SignInProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private SignInProblem(String detail) {
    // No stack trace: these are answers, not faults, and hostile input must stay cheap.
    super(detail, null, false, false);
  }

  /** Address or password is wrong; which of them is not told. */
  public static final class Wrong extends SignInProblem {
    private static final long serialVersionUID = 1L;

    public Wrong() {
      super("The address or the password is wrong.");
    }
  }

  /** The password is right, but the account may not work. */
  public static final class NotApproved extends SignInProblem {
    private static final long serialVersionUID = 1L;
    private final AccountStatus status;

    public NotApproved(AccountStatus status) {
      super("The account is " + status.wire() + ".");
      this.status = status;
    }

    public AccountStatus status() {
      return status;
    }
  }

  /** Too many wrong tries; nothing was looked at. */
  public static final class Locked extends SignInProblem {
    private static final long serialVersionUID = 1L;
    private final Duration wait;

    public Locked(Duration wait) {
      super("Too many tries.");
      this.wait = wait;
    }

    public Duration untilNext() {
      return wait;
    }
  }
}
