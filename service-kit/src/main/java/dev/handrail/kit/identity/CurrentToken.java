package dev.handrail.kit.identity;

import dev.handrail.kit.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verified token of the request at hand. */
@RequestScoped
public class CurrentToken {
  private @Nullable VerifiedToken token;

  /**
   * The caller's token.
   *
   * @throws ProblemException 401 if the request has none, which only a {@code @PermitAll} route
   *     lets happen
   */
  public VerifiedToken get() {
    return find().orElseThrow(ProblemException::unauthorized);
  }

  /** The caller's token, or empty for an anonymous call of a {@code @PermitAll} route. */
  public Optional<VerifiedToken> find() {
    return Optional.ofNullable(token);
  }

  void set(VerifiedToken verified) {
    token = verified;
  }
}
