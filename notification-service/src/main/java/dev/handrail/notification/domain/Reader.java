package dev.handrail.notification.domain;

import java.util.Set;

/**
 * Someone who reads its notifications.
 *
 * @param apps of which it may see news; {@value #EVERY_APP} alone means all of them. Staff of two
 *     issuers may bear the same id, and each of them serves its own apps.
 */
public record Reader(Recipient recipient, Set<String> apps) {

  /** The member of {@link #apps} that stands for every app. */
  public static final String EVERY_APP = "*";

  public Reader {
    apps = Set.copyOf(apps);
  }

  /** Whether news of every app may be seen. */
  public boolean seesEveryApp() {
    return apps.contains(EVERY_APP);
  }
}
