package dev.handrail.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who an agent is and what it can.
 *
 * @param employeeId as the company counts its people
 * @param department key of the one that it belongs to
 * @param specializations categories that it is good at; empty: all alike
 * @param languages BCP 47; empty: all
 */
public record Profile(
    String firstName,
    String lastName,
    @Nullable String phoneNumber,
    @Nullable String employeeId,
    String department,
    List<String> specializations,
    List<String> languages,
    @Nullable String avatarUrl) {

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_EMPLOYEE_ID = 64;
  private static final int MOST_SPECIALIZATIONS = 50;
  private static final int MOST_LANGUAGES = 20;

  /** Fields that others know an agent by: whoever keeps a copy must fetch a new one. */
  private static final Set<String> SHOWN =
      Set.of("firstName", "lastName", "department", "specializations", "languages", "avatarUrl");

  public Profile {
    specializations = List.copyOf(specializations);
    languages = List.copyOf(languages);
  }

  /** The profile with everything in it checked and in its usual spelling. */
  public static Profile of(
      Text text,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String phoneNumber,
      @Nullable String employeeId,
      @Nullable String department,
      Collection<String> specializations,
      Collection<String> languages,
      @Nullable String avatarUrl) {
    return new Profile(
        text.line("firstName", firstName, LONGEST_NAME),
        text.line("lastName", lastName, LONGEST_NAME),
        text.phoneOrNull("phoneNumber", phoneNumber),
        text.lineOrNull("employeeId", employeeId, LONGEST_EMPLOYEE_ID),
        text.key("department", department),
        text.keys("specializations", specializations, MOST_SPECIALIZATIONS),
        text.languages("languages", languages, MOST_LANGUAGES),
        text.urlOrNull("avatarUrl", avatarUrl));
  }

  /** What the agent is called at work. */
  public String name() {
    return firstName + " " + lastName;
  }

  /** The fields in which another profile differs, by their names in JSON. */
  public List<String> differencesTo(Profile other) {
    List<String> fields = new ArrayList<>();
    Stream.of(
            new Field("firstName", firstName, other.firstName),
            new Field("lastName", lastName, other.lastName),
            new Field("phoneNumber", phoneNumber, other.phoneNumber),
            new Field("employeeId", employeeId, other.employeeId),
            new Field("department", department, other.department),
            new Field("specializations", specializations, other.specializations),
            new Field("languages", languages, other.languages),
            new Field("avatarUrl", avatarUrl, other.avatarUrl))
        .filter(f -> !Objects.equals(f.mine(), f.theirs()))
        .forEach(f -> fields.add(f.name()));
    return List.copyOf(fields);
  }

  private record Field(String name, @Nullable Object mine, @Nullable Object theirs) {}

  /** Whether a copy without these changes shows something that is no longer so. */
  static boolean isShown(List<String> changed) {
    return changed.stream().anyMatch(SHOWN::contains);
  }
}
