package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the OpenAPI document to the resources: every route is in it, and no other (API-7). */
class OpenApiTest {

  private static final Pattern PATH = Pattern.compile("  (/\\S*):");
  private static final Pattern OPERATION = Pattern.compile("    (get|head|post|put|delete|patch):");
  private static final Pattern CHOICE = Pattern.compile("\\{\\w+: ([\\w|]+)}");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+):[^}]*}");

  @Test
  void theDocumentHasTheRoutesThatThereAre() throws IOException {
    assertThat(documented()).isEqualTo(existing());
  }

  /** MicroProfile Health's routes are not resources of ours. */
  private static Set<String> documented() throws IOException {
    try (var document = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      var routes = new TreeSet<String>();
      String path = "";
      for (String line : new String(document.readAllBytes(), UTF_8).lines().toList()) {
        Matcher operation = OPERATION.matcher(line);
        Matcher next = PATH.matcher(line);
        if (next.matches()) {
          path = next.group(1);
        } else if (operation.matches() && !path.startsWith("/health")) {
          routes.add(operation.group(1).toUpperCase(Locale.ROOT) + " " + path);
        }
      }
      return routes;
    }
  }

  private static Set<String> existing() {
    return new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.localllm.api", "dev.localllm.console", "dev.localllm.observe")
            .stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .filter(type -> !type.isEquivalentTo(OpenApiResource.class))
            .map(JavaClass::reflect)
            .flatMap(OpenApiTest::routes)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> routes(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .flatMap(method ->
            Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .flatMap(verb -> paths(resource, method).map(path -> verb + " " + path)));
  }

  private static Stream<String> paths(Class<?> resource, Method method) {
    String path = resource.getAnnotation(Path.class).value();
    if (method.isAnnotationPresent(Path.class)) {
      path += "/" + method.getAnnotation(Path.class).value();
    }
    String plain = ("/" + path).replaceAll("/+", "/");
    Matcher choice = CHOICE.matcher(plain);
    Stream<String> each =
        choice.find()
            ? Arrays.stream(choice.group(1).split("\\|")).map(choice::replaceFirst)
            : Stream.of(plain);
    return each.map(it -> PARAMETER.matcher(it).replaceAll("{$1}"));
  }
}
