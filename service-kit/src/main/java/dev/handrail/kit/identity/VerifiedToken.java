package dev.handrail.kit.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a verified bearer token says about its holder, narrowed to what its issuer may speak for.
 *
 * @param issuer the token's {@code iss}
 * @param subject the holder's id at that issuer, 1–255 characters, no control characters
 * @param roles the canonical roles among its groups; empty if it has none
 * @param app the one app the token speaks for; present for every customer
 * @param apps the apps its holder serves; {@value #ALL_APPS} alone means all of them
 * @param permissions null if the token does not speak of permissions
 * @param accessVersion {@code ver}: as of which change of the account its rights are; see {@link
 *     NotBefore}
 * @param session {@code sid}: the session at its issuer that it belongs to
 * @param expiresAt the end of its validity
 */
public record VerifiedToken(
    String issuer,
    String subject,
    Set<String> roles,
    @Nullable String app,
    Set<String> apps,
    @Nullable String name,
    @Nullable String email,
    @Nullable String locale,
    @Nullable String kind,
    @Nullable String department,
    @Nullable String picture,
    @Nullable Set<String> permissions,
    @Nullable Long accessVersion,
    @Nullable String session,
    Instant expiresAt) {

  /** The member of {@link #apps} that stands for every app. */
  public static final String ALL_APPS = "*";

  public VerifiedToken {
    roles = Set.copyOf(roles);
    apps = Set.copyOf(apps);
    permissions = permissions == null ? null : Set.copyOf(permissions);
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** Whether the holder serves this app. */
  public boolean serves(String appKey) {
    return apps.contains(ALL_APPS) || apps.contains(appKey);
  }
}
