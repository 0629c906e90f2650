package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.it.Gateway.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEC-2: every route × every form of credential × every scope, by the table in the manual. */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "AUTH_MODE=keys",
  "ADMIN_KEY=" + AccessIT.ADMIN,
  "DATABASE_URL=jdbc:h2:mem:routes",
  "AUTH_FAILURES=1000000"
})
final class RoutesIT {

  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]+) \\| `(\\S+?)` \\| (.*) \\|");
  private static final List<String> SCOPES =
      List.of("inference", "models:read", "models:manage", "usage:read", "admin");
  private static final String WRONG = "llm_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";
  private static final Map<String, String> KEYS = new HashMap<>();

  private final Gateway gateway;

  RoutesIT(Gateway gateway) {
    this.gateway = gateway;
  }

  /** One row of the table; no scopes where everybody is let in. */
  record Route(String method, String path, Set<String> scopes) {}

  static Stream<Route> routes() throws IOException {
    List<Route> routes = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs/access.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> scopes =
            row.group(3).equals("everybody")
                ? Set.of()
                : Set.of(row.group(3).replace("`", "").split(" or "));
        for (String path : paths(row.group(2))) {
          routes.add(new Route(row.group(1), path, scopes));
        }
      }
    }
    assertThat(routes).hasSizeGreaterThan(20);
    return routes.stream();
  }

  /** Puts something in the place of each variable; one path for each of the words it may be. */
  private static List<String> paths(String template) {
    Matcher choice = Pattern.compile("\\{\\w+: ([a-z|]+)}").matcher(template);
    if (choice.find()) {
      return Stream.of(choice.group(1).split("\\|"))
          .map(word -> template.replace(choice.group(), word))
          .toList();
    }
    return List.of(template.replaceAll("\\{[^}]*}", "x"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void letsInWhomTheTableSays(Route route) {
    if (route.scopes().isEmpty()) {
      assertThat(call(route)).isNotIn(401, 403);
      return;
    }
    assertThat(call(route)).as("no credential").isEqualTo(401);
    for (String[] form : forms(WRONG)) {
      assertThat(call(route, form)).as("wrong: %s", form[0]).isEqualTo(401);
    }
    for (String scope : SCOPES) {
      for (String[] form : forms(key(scope))) {
        int status = call(route, form);
        if (route.scopes().contains(scope)) {
          assertThat(status).as("%s as %s", scope, form[0]).isNotIn(401, 403, 429);
        } else {
          assertThat(status).as("%s as %s", scope, form[0]).isEqualTo(403);
        }
      }
    }
  }

  private static List<String[]> forms(String key) {
    return List.of(
        new String[] {"Authorization", "Bearer " + key},
        new String[] {"Authorization", "Basic " + base64("user:" + key)},
        new String[] {"Authorization", "Basic " + base64(key + ":")},
        new String[] {"x-api-key", key});
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private int call(Route route, String... headers) {
    String body = route.method().equals("GET") || route.method().equals("HEAD") ? "" : "{}";
    return gateway.send(route.method(), route.path(), body, headers).status();
  }

  /** A key with that scope alone. */
  private String key(String scope) {
    return KEYS.computeIfAbsent(
        scope,
        wanted -> {
          Reply made =
              gateway.post(
                  "/admin/v1/keys",
                  "{\"name\":\"%s\",\"owner\":\"test\",\"scopes\":[\"%s\"]}"
                      .formatted(wanted.replace(':', '-'), wanted),
                  "x-api-key",
                  AccessIT.ADMIN);
          assertThat(made.status()).as(made.body()).isEqualTo(201);
          return made.json().path("secret").stringValue();
        });
  }
}
