package app.tiktoktoe.emulators.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import app.tiktoktoe.cloud.GoogleClients;
import com.google.cloud.functions.HttpFunction;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;

/** What holds for every deployed class. */
@AnalyzeClasses(
    packages = "app.tiktoktoe",
    importOptions = {DoNotIncludeTests.class, HouseRulesTest.Deployed.class})
class HouseRulesTest {
  /** Neither what runs on laptops alone nor what only tests use. */
  static final class Deployed implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("app/tiktoktoe/emulators/")
          && !location.contains("app/tiktoktoe/testkit/");
    }
  }

  private static final String WIRING = ".*Wiring";

  @ArchTest
  static final ArchRule LIBRARIES_HAVE_NO_CYCLES =
      slices().matching("app.tiktoktoe.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FUNCTIONS_DO_NOT_SEE_EACH_OTHER =
      slices().matching("app.tiktoktoe.functions.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_A_FUNCTION =
      noClasses()
          .that()
          .resideOutsideOfPackage("app.tiktoktoe.functions..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("app.tiktoktoe.functions..");

  @ArchTest
  static final ArchRule ONLY_WIRING_BUILDS_GOOGLE_CLIENTS =
      noClasses()
          .that()
          .haveNameNotMatching(WIRING)
          .should()
          .callConstructor(GoogleClients.class, app.tiktoktoe.cloud.Environment.class);

  @ArchTest
  static final ArchRule ONLY_ENTRY_CLASSES_READ_THE_ENVIRONMENT =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Function")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule ONLY_WIRING_TOUCHES_THE_SYSTEM_CLOCK =
      noClasses()
          .that()
          .haveNameNotMatching(WIRING)
          .and()
          .doNotHaveFullyQualifiedName("app.tiktoktoe.cloud.StructuredLog")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes().should(resideInANullMarkedPackage());

  @ArchTest
  static final ArchRule ENTRY_CLASSES_ARE_NAMED_AFTER_THEIR_FUNCTION =
      classes()
          .that()
          .resideInAPackage("app.tiktoktoe.functions..")
          .and()
          .implement(HttpFunction.class)
          .should()
          .haveSimpleNameEndingWith("Function")
          .andShould()
          .bePublic();

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package that is @NullMarked") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean marked = item.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
        if (!marked) {
          events.add(
              SimpleConditionEvent.violated(item, item.getPackageName() + " is not @NullMarked"));
        }
      }
    };
  }
}
