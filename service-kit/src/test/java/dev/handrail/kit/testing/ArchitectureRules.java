package dev.handrail.kit.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The walls of a service's hexagon. A service calls {@link #check()} in a small test; the kit's own
 * tests show that each rule can fail.
 */
public final class ArchitectureRules {
  private static final String KIT = "dev.handrail.kit..";
  private static final String NULLNESS = "org.jspecify..";
  private static final String JDK = "java..";

  private static final Set<String> APPLICATION_ANNOTATIONS =
      Set.of("jakarta.enterprise.context.ApplicationScoped", "jakarta.transaction.Transactional");

  private final String root;

  private ArchitectureRules(String root) {
    this.root = root;
  }

  /** The rules for the service whose packages are below {@code root}. */
  public static ArchitectureRules of(String root) {
    return new ArchitectureRules(root);
  }

  /** The service's own classes without its tests. */
  public JavaClasses code() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(root);
  }

  /** Checks every rule against {@link #code()}. */
  public void check() {
    JavaClasses code = code();
    all().forEach(rule -> rule.check(code));
  }

  /** Every rule. */
  public List<ArchRule> all() {
    return List.of(
        domainKnowsOnlyTheJdk(),
        applicationKnowsDomainAndTwoAnnotations(),
        onlyAdaptersUseTheKit(),
        adaptersDoNotKnowEachOther(),
        nothingDependsOnRest(),
        noCycles(),
        domainIsImmutable(),
        noSystemClockInDomainOrApplication());
  }

  public ArchRule domainKnowsOnlyTheJdk() {
    return classes()
        .that()
        .resideInAPackage(in("domain"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(in("domain"), JDK, NULLNESS)
        .as("the domain knows only the JDK")
        .allowEmptyShould(true);
  }

  public ArchRule applicationKnowsDomainAndTwoAnnotations() {
    return classes()
        .that()
        .resideInAPackage(in("application"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(in("application"), in("domain"), JDK, NULLNESS)
                .or(
                    DescribedPredicate.describe(
                        "are one of the two annotations",
                        type -> APPLICATION_ANNOTATIONS.contains(outermost(type).getName()))))
        .as("the application knows the domain, the JDK and two annotations")
        .allowEmptyShould(true);
  }

  public ArchRule onlyAdaptersUseTheKit() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(in("adapter"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(KIT).and(DescribedPredicate.not(resideInAPackage(root + ".."))))
        .as("only adapters use the kit")
        .allowEmptyShould(true);
  }

  /** REST may ask the {@code …Queries} classes of persistence; nothing else crosses. */
  public ArchRule adaptersDoNotKnowEachOther() {
    DescribedPredicate<JavaClass> queries =
        DescribedPredicate.describe(
            "are queries or their results",
            type -> outermost(type).getSimpleName().endsWith("Queries"));
    return slices()
        .matching(root + ".adapter.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            resideInAPackage(in("adapter.rest")),
            resideInAPackage(in("adapter.persistence")).and(queries))
        .as("adapters do not know each other, except that rest may use the queries of persistence")
        .allowEmptyShould(true);
  }

  public ArchRule nothingDependsOnRest() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("adapter.rest"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("adapter.rest"))
        .as("nothing depends on rest")
        .allowEmptyShould(true);
  }

  public ArchRule noCycles() {
    return slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .as("packages are free of cycles")
        .allowEmptyShould(true);
  }

  /** Inner classes may change: a next state in the making does not outlive its transition. */
  public ArchRule domainIsImmutable() {
    return fields()
        .that()
        .areDeclaredInClassesThat(
            resideInAPackage(in("domain"))
                .and(DescribedPredicate.not(JavaClass.Predicates.INNER_CLASSES)))
        .should()
        .beFinal()
        .as("the domain is immutable")
        .allowEmptyShould(true);
  }

  public ArchRule noSystemClockInDomainOrApplication() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"))
        .should(
            callMethodWhere(
                DescribedPredicate.describe(
                    "reads the system's time or makes a random id", call -> isImpure(call))))
        .as("domain and application take time and ids from outside")
        .allowEmptyShould(true);
  }

  private static boolean isImpure(JavaAccess<?> call) {
    JavaClass owner = call.getTargetOwner();
    String name = call.getName();
    boolean time =
        owner.getPackageName().equals("java.time")
            && (name.equals("now")
                || (owner.isEquivalentTo(Clock.class) && name.startsWith("system")));
    boolean system =
        owner.isEquivalentTo(System.class)
            && (name.equals("currentTimeMillis") || name.equals("nanoTime"));
    boolean random = owner.isEquivalentTo(UUID.class) && name.equals("randomUUID");
    return time || system || random;
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass at = type;
    while (at.getEnclosingClass().isPresent()) {
      at = at.getEnclosingClass().get();
    }
    return at;
  }

  private String in(String layer) {
    return root + "." + layer + "..";
  }
}
