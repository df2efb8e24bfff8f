package dev.handrail.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureRulesTest {
  private static final String CROOKED = "dev.handrail.kit.testing.crooked";
  private static final ArchitectureRules RULES = ArchitectureRules.of(CROOKED);
  private static final JavaClasses CODE = new ClassFileImporter().importPackages(CROOKED);

  static Stream<Arguments> rulesAndWhoBreaksThem() {
    return Stream.of(
        arguments(RULES.domainKnowsOnlyTheJdk(), List.of("domain.KnowsAFramework")),
        arguments(
            RULES.applicationKnowsDomainAndTwoAnnotations(),
            List.of("application.KnowsAFramework", "application.UsesTheKit")),
        arguments(RULES.onlyAdaptersUseTheKit(), List.of("application.UsesTheKit")),
        arguments(
            RULES.adaptersDoNotKnowEachOther(),
            List.of("persistence.SqlThings", "kafka.KnowsRest")),
        arguments(RULES.nothingDependsOnRest(), List.of("kafka.KnowsRest")),
        arguments(RULES.noCycles(), List.of("domain.KnowsTheApplication", "application.MakesIds")),
        arguments(RULES.domainIsImmutable(), List.of("domain.CanChange")),
        arguments(
            RULES.noSystemClockInDomainOrApplication(),
            List.of("Instant.now()", "UUID.randomUUID()", "Clock.systemUTC()")));
  }

  @ParameterizedTest
  @MethodSource("rulesAndWhoBreaksThem")
  void each_rule_finds_its_fault(ArchRule rule, List<String> faults) {
    String report = rule.evaluate(CODE).getFailureReport().toString();

    assertThat(report).contains(faults);
  }

  @ParameterizedTest
  @MethodSource("rulesAndWhoBreaksThem")
  void no_rule_blames_what_is_right(ArchRule rule, List<String> faults) {
    String report = rule.evaluate(CODE).getFailureReport().toString();

    assertThat(report).doesNotContain("ThingQueries").doesNotContain("Transactional>");
  }

  @Test
  void every_rule_is_among_those_that_were_made_to_fail() {
    Set<String> shown = new HashSet<>();
    rulesAndWhoBreaksThem()
        .forEach(arguments -> shown.add(((ArchRule) arguments.get()[0]).getDescription()));

    assertThat(RULES.all()).extracting(ArchRule::getDescription).allMatch(shown::contains);
  }
}
