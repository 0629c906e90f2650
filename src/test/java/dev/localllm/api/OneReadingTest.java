package dev.localllm.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.ManagementCodec;
import dev.localllm.protocol.ollama.OllamaCodec;
import dev.localllm.protocol.ollama.ShowRequest;
import dev.localllm.protocol.openai.OpenAiCodec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever reaches a backend of a client's JSON has one reading: the backend's, in Go, passes over
 * case and takes the last of several values, so that another one may be what was checked.
 */
class OneReadingTest {

  /** Takes a body up to where it would go to a backend. */
  @FunctionalInterface
  private interface Reader {
    byte[] backendBody(byte[] body);
  }

  private static final OpenAiCodec OPENAI =
      new OpenAiCodec(InstantSource.system(), () -> "1", false);
  private static final ManagementCodec MANAGEMENT = new ManagementCodec(name -> false);

  /** Each route that takes JSON and what reads it there. */
  private static final Map<String, Reader> READERS =
      new TreeMap<>(
          Map.ofEntries(
              ollama("chat", Operation.CHAT),
              ollama("generate", Operation.GENERATE),
              ollama("embed", Operation.EMBED),
              ollama("embeddings", Operation.EMBEDDINGS),
              managed("POST /api/pull", Operation.PULL),
              managed("POST /api/push", Operation.PUSH),
              managed("POST /api/create", Operation.CREATE),
              managed("POST /api/copy", Operation.COPY),
              managed("DELETE /api/delete", Operation.DELETE),
              Map.entry(
                  "POST /api/show", body -> ShowRequest.read(body).backendBody().getBytes(UTF_8)),
              Map.entry(
                  "POST /v1/chat/completions",
                  body -> OPENAI.chatCompletion(body).backendBody("small", 0)),
              Map.entry(
                  "POST /v1/completions", body -> OPENAI.completion(body).backendBody("small", 0)),
              Map.entry(
                  "POST /v1/embeddings", body -> OPENAI.embedding(body).backendBody("small", 0))));

  /** Routes of which no JSON goes on to a backend. */
  private static final Set<String> NOTHING_GOES_ON =
      Set.of(
          // bytes, which their digest tells
          "POST /api/blobs/{digest}",
          // the admin API has its own reader, which refuses doubled names, and no backend
          "POST /admin/v1/keys",
          "POST /admin/v1/keys/{id}/rotate",
          "PATCH /admin/v1/keys/{id}",
          "DELETE /admin/v1/keys/{id}");

  /** What the gateway itself goes by on each route. */
  private static Set<String> goesBy(String route) {
    if (route.contains("/v1/")) {
      return Set.of("model", "stream", "messages", "prompt", "input", "max_tokens", "options");
    }
    return switch (route) {
      case "POST /api/show", "DELETE /api/delete" -> Set.of("model", "name");
      case "POST /api/pull", "POST /api/push" -> Set.of("model", "name", "stream");
      case "POST /api/create" -> Set.of("model", "name", "from", "stream");
      case "POST /api/copy" -> Set.of("source", "destination");
      default -> Set.of("model", "stream", "messages", "prompt", "options", "suffix", "images");
    };
  }

  static Set<String> routes() {
    return READERS.keySet();
  }

  @Test
  void everyRouteThatTakesABodyIsHere() {
    Set<String> all = new TreeSet<>(NOTHING_GOES_ON);
    all.addAll(READERS.keySet());
    assertThat(
            RoutesTest.routes().stream()
                .filter(route -> Set.of("POST", "PUT", "PATCH", "DELETE").contains(route.method()))
                .map(route -> route.method() + " " + route.path()))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void noNameHasTwoSpellings(String route) {
    for (String name : goesBy(route)) {
      for (String other : spellings(name)) {
        assertRefused(
            route, "{\"%s\":%s,\"%s\":%s}".formatted(name, value(name), other, value(name)));
        assertRefused(
            route, "{\"%s\":%s,\"%s\":%s}".formatted(other, value(name), name, value(name)));
        assertRefused(route, "{\"%s\":%s}".formatted(other, value(name)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void noNameStandsTwice(String route) {
    for (String name : goesBy(route)) {
      assertRefused(route, "{\"%s\":%s,\"%s\":%s}".formatted(name, value(name), name, value(name)));
    }
    assertRefused(route, "{\"model\":\"small\",\"mod\\u0065l\":\"secret\"}");
    assertRefused(route, "{\"unknown\":1,\"UNKNOWN\":2}");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void nothingButOneObjectInUtf8IsRead(String route) {
    String good = "{\"model\":\"small\"}";
    assertRefused(route, good + good);
    assertRefused(route, good + "x");
    assertRefused(route, "\uFEFF" + good);
    assertRefused(route, " \uFEFF" + good);
    assertRefused(route, "[" + good + "]");
    assertRefused(route, "{\"model\":NaN}");
    assertRefused(route, "{\"model\":\"\\ud800\",\"name\":\"a\",\"source\":\"\\ud800\"}");
    assertRefused(route, good.getBytes(java.nio.charset.StandardCharsets.UTF_16));
    assertRefused(
        route, "{\"model\":\"sm\u00e4ll\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  private static void assertRefused(String route, String body) {
    assertRefused(route, body.getBytes(UTF_8));
  }

  private static void assertRefused(String route, byte[] body) {
    var refusal =
        catchThrowableOfType(GatewayException.class, () -> READERS.get(route).backendBody(body));
    assertThat(refusal).as(route + " " + new String(body, UTF_8)).isNotNull();
    assertThat(refusal.error().status()).isEqualTo(400);
  }

  private static List<String> spellings(String name) {
    List<String> all = new ArrayList<>();
    all.add(name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1));
    all.add(name.toUpperCase(java.util.Locale.ROOT));
    if (name.contains("s")) {
      all.add(name.replace('s', '\u017f'));
    }
    if (name.contains("k")) {
      all.add(name.replace('k', '\u212a'));
    }
    return all;
  }

  private static String value(String name) {
    return switch (name) {
      case "stream" -> "true";
      case "messages" -> "[{\"role\":\"user\",\"content\":\"hi\"}]";
      case "options" -> "{}";
      case "images" -> "[]";
      case "max_tokens" -> "1";
      default -> "\"small\"";
    };
  }

  private static Map.Entry<String, Reader> ollama(String path, Operation operation) {
    return Map.entry(
        "POST /api/" + path, body -> OllamaCodec.exchange(operation, body).backendBody("small", 0));
  }

  private static Map.Entry<String, Reader> managed(String route, Operation operation) {
    return Map.entry(route, body -> MANAGEMENT.exchange(operation, body).backendBody("small", 0));
  }
}
