package dev.handrail.kit.identity;

import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/** One issuer: how its tokens are checked, and what they may say. */
final class TrustedIssuer {
  /** How far its clock may be off ours. */
  static final Duration SKEW = Duration.ofSeconds(30);

  private static final String ACCESS_VERSION = "ver";
  private static final String SESSION = "sid";
  private static final int LONGEST_TEXT = 255;
  private static final int LONGEST_ADDRESS = 2048;
  private static final int MOST_VALUES = 500;

  /** What a token may call itself in its header or body; a refresh or ID token says otherwise. */
  private static final Set<String> ACCESS_TOKEN_TYPES =
      Set.of("jwt", "at+jwt", "application/at+jwt", "bearer", "access");

  /** What our own tokens call their claims. */
  static final IssuersConfig.Issuer.Claims USUAL_NAMES = new UsualNames();

  private record UsualNames() implements IssuersConfig.Issuer.Claims {
    @Override
    public String groups() {
      return "groups";
    }

    @Override
    public String app() {
      return "app";
    }

    @Override
    public String apps() {
      return "apps";
    }

    @Override
    public String department() {
      return "department";
    }

    @Override
    public String kind() {
      return "kind";
    }

    @Override
    public String name() {
      return "name";
    }

    @Override
    public String email() {
      return "email";
    }

    @Override
    public String locale() {
      return "locale";
    }

    @Override
    public String permissions() {
      return "permissions";
    }

    @Override
    public String picture() {
      return "picture";
    }
  }

  /** What {@code iss}, {@code aud}, roles and apps a token of this issuer may carry. */
  record Terms(String issuer, String audience, Set<String> roles, Set<String> apps) {}

  private final Terms terms;
  private final IssuersConfig.Issuer.Claims names;
  private final IssuerKeys keys;
  private final Clock clock;

  TrustedIssuer(Terms terms, IssuersConfig.Issuer.Claims names, IssuerKeys keys, Clock clock) {
    this.terms = terms;
    this.names = names;
    this.keys = keys;
    this.clock = clock;
  }

  String name() {
    return terms.issuer();
  }

  IssuerKeys keys() {
    return keys;
  }

  /** Checks everything about the token and reads it. */
  VerifiedToken verify(String token, Key key) throws RefusedToken {
    try {
      var context =
          new JwtConsumerBuilder()
              .setJwsAlgorithmConstraints(
                  new AlgorithmConstraints(
                      ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
              .setJweAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT))
              .setVerificationKey(key)
              .setExpectedIssuer(true, terms.issuer())
              .setExpectedAudience(true, terms.audience())
              .setRequireExpirationTime()
              .setRequireSubject()
              .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
              .setAllowedClockSkewInSeconds((int) SKEW.toSeconds())
              .build()
              .process(token);
      if (context.getJoseObjects().size() != 1) {
        throw new RefusedToken("nested");
      }
      String type = context.getJoseObjects().getFirst().getHeader("typ");
      requireAccessToken(type);
      VerifiedToken meaning = read(context.getJwtClaims());
      String keyId = context.getJoseObjects().getFirst().getKeyIdHeaderValue();
      if (terms.issuer().equals(ServiceTokens.ISSUER)
          && !ServiceTokens.isKeyOf(meaning.subject(), keyId)) {
        throw new RefusedToken("a service that speaks for another");
      }
      return meaning;
    } catch (InvalidJwtException | MalformedClaimException e) {
      throw new RefusedToken(String.valueOf(e.getMessage()));
    }
  }

  private VerifiedToken read(JwtClaims claims) throws RefusedToken, MalformedClaimException {
    requireAccessToken(text(claims, "typ", LONGEST_TEXT));
    requireAccessToken(text(claims, "token_use", LONGEST_TEXT));
    String subject = claims.getSubject();
    if (subject.isBlank() || subject.length() > LONGEST_TEXT || hasUnfit(subject)) {
      throw new RefusedToken("sub is blank, too long or has control characters");
    }
    Set<String> roles = new LinkedHashSet<>(texts(claims, names.groups(), Set.of()));
    roles.retainAll(Roles.ALL);
    if (!terms.roles().containsAll(roles)) {
      throw new RefusedToken("claims roles its issuer may not speak for");
    }
    String app = text(claims, names.app(), LONGEST_TEXT);
    Set<String> apps = texts(claims, names.apps(), app == null ? Set.of() : Set.of(app));
    if (!maySpeakFor(apps) || (app != null && !maySpeakFor(Set.of(app)))) {
      throw new RefusedToken("claims apps its issuer may not speak for");
    }
    if (VerifiedToken.ALL_APPS.equals(app)) {
      throw new RefusedToken("speaks for no single app");
    }
    if (roles.contains(Roles.CUSTOMER) && app == null) {
      throw new RefusedToken("a customer without an app");
    }
    return new VerifiedToken(
        terms.issuer(),
        subject,
        roles,
        app,
        apps.contains(VerifiedToken.ALL_APPS) ? Set.of(VerifiedToken.ALL_APPS) : apps,
        shown(claims, names.name(), LONGEST_TEXT),
        shown(claims, names.email(), LONGEST_TEXT),
        shown(claims, names.locale(), LONGEST_TEXT),
        shown(claims, names.kind(), LONGEST_TEXT),
        shown(claims, names.department(), LONGEST_TEXT),
        shown(claims, names.picture(), LONGEST_ADDRESS),
        claims.hasClaim(names.permissions()) ? texts(claims, names.permissions(), Set.of()) : null,
        accessVersion(claims),
        shown(claims, SESSION, LONGEST_TEXT),
        Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()));
  }

  /** Other issuers mean other things by {@code ver}, texts among them. */
  private static @Nullable Long accessVersion(JwtClaims claims) {
    return claims.getClaimValue(ACCESS_VERSION) instanceof Long number ? number : null;
  }

  private boolean maySpeakFor(Set<String> apps) {
    return terms.apps().contains(VerifiedToken.ALL_APPS) || terms.apps().containsAll(apps);
  }

  private static void requireAccessToken(@Nullable String type) throws RefusedToken {
    if (type != null && !ACCESS_TOKEN_TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw new RefusedToken("not an access token");
    }
  }

  private static @Nullable String text(JwtClaims claims, String name, int longest)
      throws RefusedToken {
    Object value = claims.getClaimValue(name);
    return value == null ? null : fit(name, value, longest);
  }

  private static Set<String> texts(JwtClaims claims, String name, Set<String> absent)
      throws RefusedToken {
    Object value = claims.getClaimValue(name);
    List<?> values =
        switch (value) {
          case null -> List.copyOf(absent);
          case List<?> list -> list;
          default -> List.of(value);
        };
    if (values.size() > MOST_VALUES) {
      throw new RefusedToken(name + " has too many values");
    }
    Set<String> fit = new LinkedHashSet<>();
    for (Object one : values) {
      fit.add(fit(name, one, LONGEST_TEXT));
    }
    return fit;
  }

  private static String fit(String name, @Nullable Object value, int longest) throws RefusedToken {
    if (value instanceof String text
        && !text.isBlank()
        && text.length() <= longest
        && !hasUnfit(text)) {
      return text;
    }
    throw new RefusedToken(name + " is not a text, blank, too long or has control characters");
  }

  /**
   * A claim that is only shown or compared. Issuers let people choose their names, so what does not
   * fit is left out rather than locking the person out.
   */
  private static @Nullable String shown(JwtClaims claims, String name, int longest) {
    return claims.getClaimValue(name) instanceof String text
            && !text.isBlank()
            && text.length() <= longest
            && !hasUnfit(text)
        ? text
        : null;
  }

  /** Whether it has a control character or a lone surrogate: neither can be stored or shown. */
  private static boolean hasUnfit(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  /** Describes it without its keys. */
  @Override
  public String toString() {
    return "issuer " + terms.issuer();
  }
}
