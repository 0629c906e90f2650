package dev.localllm;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arrows between the packages: who may use whom, and who may see the platform. */
@AnalyzeClasses(packages = "dev.localllm", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.localllm.";

  /** A package and the packages of ours that it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("chat"),
          entry("protocol", "chat"),
          entry("settings"),
          entry("background"),
          entry("store", "background", "settings"),
          entry("access", "background", "chat", "settings", "store", "audit"),
          entry("limits", "background", "chat", "settings", "store", "access"),
          entry("usage", "background", "chat", "settings", "store"),
          entry("audit", "background", "settings", "store"),
          entry("transport"),
          entry("backend", "background", "chat", "protocol", "settings", "transport"),
          entry("routing", "chat", "backend"),
          entry(
              "pipeline",
              "background",
              "chat",
              "protocol",
              "settings",
              "store",
              "access",
              "limits",
              "usage",
              "audit",
              "backend",
              "routing"),
          entry("api", "chat", "protocol", "settings", "access", "audit", "backend", "pipeline"),
          entry(
              "console",
              "chat",
              "settings",
              "store",
              "access",
              "limits",
              "backend",
              "usage",
              "audit",
              "api"),
          entry("command", "background", "chat", "settings", "store", "access", "usage", "audit"),
          entry(
              "observe",
              "audit",
              "background",
              "chat",
              "protocol",
              "settings",
              "store",
              "access",
              "limits",
              "usage",
              "backend",
              "pipeline",
              "api"));

  private static Map.Entry<String, Set<String>> entry(String name, String... others) {
    return Map.entry(name, Set.of(others));
  }

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(ROOT + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PLATFORM_ONLY_AT_THE_EDGE =
      noClasses()
          .that(
              not(resideInAnyPackage(
                      ROOT + "settings", ROOT + "api", ROOT + "console", ROOT + "observe"))
                  .and(not(simpleName("Wiring"))))
          .and()
          .haveNameNotMatching(
              ".*\\.backend\\.(OllamaClient|OllamaBackend|BackendCalls|Probe|TransportFilter)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..");

  /**
   * A loop of one's own ends for good one day, and nobody notices. The exceptions end by
   * themselves: what takes the process down, a command's load, and single writes of the embedded
   * database, which an interrupt of the caller must not reach.
   */
  @ArchTest
  static void onlyBackgroundTasksHaveNoEnd(JavaClasses all) {
    Set<String> makers =
        all.stream()
            .flatMap(ArchitectureTest::calls)
            .filter(call -> makesThreadsOrSleeps(call.getTarget()))
            .map(call -> call.getOriginOwner().getFullName())
            .filter(name -> !name.startsWith(ROOT + "background."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(makers)
        .containsExactlyInAnyOrder(
            ROOT + "observe.Shutdown",
            ROOT + "observe.ProcessEnding",
            ROOT + "command.WarmupLoad",
            ROOT + "store.EmbeddedFile");
  }

  private static Stream<JavaCall<?>> calls(JavaClass type) {
    return Stream.concat(
        type.getMethodCallsFromSelf().stream(), type.getConstructorCallsFromSelf().stream());
  }

  private static boolean makesThreadsOrSleeps(CodeUnitAccessTarget called) {
    JavaClass owner = called.getOwner();
    String name = called.getName();
    if (owner.isAssignableTo(Thread.class)) {
      return Set.of("<init>", "sleep", "start", "ofPlatform", "ofVirtual", "startVirtualThread")
          .contains(name);
    }
    return owner.isEquivalentTo(Executors.class)
        || (owner.isAssignableTo(ExecutorService.class)
            && (name.equals("submit") || name.startsWith("schedule")));
  }

  @ArchTest
  static final ArchRule EXCHANGES_ARE_WRITTEN_WITHOUT_IO =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "chat..", ROOT + "protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..");

  @ArchTest
  static void packagesUseOnlyWhatTheyMay(JavaClasses all) {
    for (String name : MAY_USE.keySet()) {
      Set<String> used =
          all.stream()
              .filter(type -> packageOf(type.getPackageName()).equals(name))
              .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
              .map(dependency -> dependency.getTargetClass().getPackageName())
              .filter(target -> target.startsWith(ROOT))
              .map(ArchitectureTest::packageOf)
              .filter(target -> !target.equals(name))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(MAY_USE.get(name)).as("what %s may use", name).containsAll(used);
    }
  }

  @ArchTest
  static void everyPackageHasItsArrows(JavaClasses all) {
    Set<String> packages =
        all.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith(ROOT))
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toSet());
    assertThat(packages).isEqualTo(MAY_USE.keySet());
  }

  private static String packageOf(String full) {
    return full.startsWith(ROOT) ? full.substring(ROOT.length()).split("\\.")[0] : "";
  }
}
