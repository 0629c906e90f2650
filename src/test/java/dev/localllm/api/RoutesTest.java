package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.localllm.GeneratedFile;
import dev.localllm.access.Scope;
import dev.localllm.api.DoorFeature.Rule;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SEC-2: each route says whom it lets in, and {@code docs/access.md} says the same. */
class RoutesTest {
  private static final java.nio.file.Path PAGE = java.nio.file.Path.of("docs/access.md");
  private static final Pattern TABLE =
      Pattern.compile("(?s)(?<=<!-- routes -->\n).*(?=<!-- end of routes -->)");

  /** A method of a path, and the scopes of which one is needed; null for none. */
  record Route(String method, String path, Rule rule, Method handler) {

    String row() {
      String scopes =
          rule.scopes() == null
              ? "everybody"
              : rule.scopes().stream()
                  .map(Scope::label)
                  .sorted()
                  .map(label -> "`" + label + "`")
                  .collect(Collectors.joining(" or "));
      return "| %s | `%s` | %s |".formatted(method, path, scopes);
    }
  }

  @Test
  void everyRouteHasARule() {
    assertThat(routes())
        .hasSizeGreaterThan(20)
        .allSatisfy(route ->
            assertThat(route.rule().scopes())
                .as(route.row())
                .satisfiesAnyOf(
                    scopes -> assertThat(scopes).isNull(),
                    scopes -> assertThat(scopes).isNotEmpty()));
  }

  /** Only {@link Answers}, {@link Inference} and the like answer, and they ask the limits. */
  @Test
  void everyGuardedRouteIsAnsweredByWhoAsksTheLimits() {
    assertThat(routes())
        .filteredOn(route -> route.rule().scopes() != null)
        .allSatisfy(route -> {
          assertThat(route.handler().getReturnType()).as(route.row()).isEqualTo(void.class);
          assertThat(route.handler().getParameterTypes())
              .as(route.row())
              .contains(AsyncResponse.class);
        });
  }

  @Test
  void whereNothingIsSaidNobodyMayEnter() throws NoSuchMethodException {
    assertThat(DoorFeature.rule(RoutesTest.class.getDeclaredMethod("routes"), RoutesTest.class))
        .isEqualTo(new Rule(java.util.Set.of()));
  }

  @Test
  void thePageListsEveryRoute() throws IOException {
    Matcher table = TABLE.matcher(java.nio.file.Files.readString(PAGE));
    assertThat(table.find()).isTrue();
    String rows =
        routes().stream().map(Route::row).collect(Collectors.toCollection(TreeSet::new)).stream()
            .collect(
                Collectors.joining(
                    "\n", "| method | path | whom it lets in |\n|---|---|---|\n", "\n"));
    GeneratedFile.check(PAGE, table.replaceFirst(Matcher.quoteReplacement(rows)), RoutesTest.class);
  }

  static List<Route> routes() {
    return new ClassFileImporter()
        .withImportOption(new DoNotIncludeTests()).importPackages("dev.localllm").stream()
            .filter(type -> type.isAnnotatedWith(Path.class) && !type.isInterface())
            .map(type -> type.reflect())
            .flatMap(RoutesTest::routes)
            .toList();
  }

  private static Stream<Route> routes(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .flatMap(method ->
            Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(annotation -> annotation.isAnnotationPresent(HttpMethod.class))
                .map(annotation ->
                    new Route(
                        annotation.getAnnotation(HttpMethod.class).value(),
                        path(type, method),
                        DoorFeature.rule(method, type),
                        method)));
  }

  private static String path(Class<?> type, Method method) {
    Path own = method.getAnnotation(Path.class);
    String full =
        "/" + type.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
    return full.replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
  }
}
