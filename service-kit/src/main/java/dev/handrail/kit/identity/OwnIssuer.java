package dev.handrail.kit.identity;

import java.util.Set;

/**
 * This service itself as an issuer that it trusts. A bean of this type stands for the configured
 * issuer of the same {@code iss}, whose keys would be fetched from this very service.
 */
public interface OwnIssuer {
  /** The {@code iss} of its tokens. */
  String issuer();

  /** The {@code aud} of its tokens. */
  String audience();

  /** The roles it speaks for. */
  Set<String> roles();

  /** The apps it speaks for; {@link VerifiedToken#ALL_APPS} for all. */
  Set<String> apps();

  /** The public keys as they are now, as a JWKS document. */
  String jwks();
}
