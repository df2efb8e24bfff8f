package dev.handrail.kit.identity;

import java.util.Set;

/** The canonical roles. Other groups in a token mean nothing here. */
public final class Roles {
  public static final String CUSTOMER = "customer";
  public static final String SUPPORT_AGENT = "support_agent";
  public static final String ADMIN = "admin";
  public static final String SERVICE = "service";

  /** All of them. */
  public static final Set<String> ALL = Set.of(CUSTOMER, SUPPORT_AGENT, ADMIN, SERVICE);

  private Roles() {}
}
