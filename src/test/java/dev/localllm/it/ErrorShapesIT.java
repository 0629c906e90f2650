package dev.localllm.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets the clear error of the caller's dialect, and the server stays well (API-6). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class ErrorShapesIT {

  private final Gateway gateway;

  ErrorShapesIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @AfterEach
  void theServerIsWell() {
    assertThat(gateway.get("/health/live").status()).isEqualTo(200);
    assertThat(gateway.get("/").body()).isEqualTo("Ollama is running");
  }

  @Test
  void anUnknownPathInOllamasDialect() {
    Replay.of(gateway, "unknown-path").assertSame();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/nothing", "/v1/", "/v1/chat", "/v1/chat/completions/x"})
  void anUnknownPathInOpenAisDialect(String path) {
    Gateway.Reply reply = gateway.get(path);
    assertThat(reply.status()).isEqualTo(404);
    assertEnvelope(reply);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad-method", "bad-method-tags"})
  void aWrongMethodInOllamasDialect(String name) {
    Replay replay = Replay.of(gateway, name);
    replay.assertSame();
    assertThat(replay.reply().header("allow").split(", *"))
        .containsAll(List.of(replay.recording().responseHeaders().get("allow").split(", *")));
  }

  @ParameterizedTest
  @CsvSource({"GET,/v1/chat/completions,POST", "POST,/v1/models,GET", "PUT,/v1/embeddings,POST"})
  void aWrongMethodInOpenAisDialect(String method, String path, String allowed) {
    Gateway.Reply reply = gateway.send(method, path, method.equals("GET") ? "" : "{}");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).contains(allowed);
    assertEnvelope(reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\": ",
        "",
        "[]",
        "7",
        "null",
        "\"x\"",
        "{\"model\":\"a\",}",
        "{}{",
        "{'a':1}"
      })
  void malformedJson(String body) {
    for (String path : List.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings")) {
      Gateway.Reply reply = gateway.post(path, body, "Content-Type", "application/json");
      assertThat(reply.status()).as(path + " " + body).isEqualTo(400);
      assertEnvelope(reply);
    }
    for (String path : List.of("/api/chat", "/api/generate", "/api/embed", "/api/show")) {
      Gateway.Reply reply = gateway.post(path, body, "Content-Type", "application/json");
      assertThat(reply.status()).as(path + " " + body).isEqualTo(400);
      assertThat(Dialect.OLLAMA.message(reply.json())).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void invalidUtf8(Dialect dialect) throws IOException {
    byte[] body = dialect.chat("tiny-llama", false).getBytes(UTF_8);
    body[new String(body, UTF_8).indexOf("Hi")] = (byte) 0xff;
    assertThat(sendBytes(dialect.path(), "application/json", body)).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void openAisDialectWantsJson(String contentType) {
    Gateway.Reply reply =
        gateway.post(
            "/v1/chat/completions",
            Dialect.OPENAI.chat("tiny-llama", false),
            "Content-Type",
            contentType);
    assertThat(reply.status()).isEqualTo(415);
    assertEnvelope(reply);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anUnknownModelNamedWithLineBreaks(Dialect dialect) {
    String name = "x\\r\\nX-Injected: yes\\r\\n\\r\\n<script>";
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(name, false));
    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.header("x-injected")).isEmpty();
    assertThat(dialect.message(reply.json())).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aVeryLongModelName(Dialect dialect) {
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat("m".repeat(100_000), false));
    assertThat(reply.status()).isIn(400, 404);
    assertThat(dialect.message(reply.json())).isNotBlank();
  }

  @Test
  void aRequestIdWithALineBreakIsNotTakenOver() throws IOException {
    try (RawClient raw = RawClient.connect(gateway.url())) {
      raw.send(
          "GET /api/version HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: a b\u0001<%0d%0aX-In: 1>\r\n\r\n");
      if (raw.status() == 200) {
        assertThat(raw.header("x-request-id")).matches("[A-Za-z0-9._:-]+");
      } else {
        assertThat(raw.status()).isEqualTo(400);
      }
      assertThat(raw.header("x-in")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void tenThousandTools(Dialect dialect) {
    StringBuilder tools = new StringBuilder("[");
    for (int i = 0; i < 10_000; i++) {
      tools
          .append(i == 0 ? "" : ",")
          .append("{\"type\":\"function\",\"function\":{\"name\":\"f%d\",".formatted(i))
          .append("\"parameters\":{\"type\":\"object\",\"properties\":{}}}}");
    }
    String body =
        dialect.chat("tiny-count", false).replaceFirst("}$", "") + ",\"tools\":" + tools + "]}";
    Gateway.Reply reply = gateway.post(dialect.path(), body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(dialect.message(reply.json())).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void deepNesting(Dialect dialect) {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    Gateway.Reply reply =
        gateway.post(
            dialect.path(),
            dialect.chat("tiny-llama", false).replaceFirst("}$", "") + ",\"tools\":" + deep + "}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(dialect.message(reply.json())).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"temperature", "max_tokens", "top_p", "seed"})
  void absurdNumbers(String field) {
    Gateway.Reply reply =
        gateway.post(
            "/v1/chat/completions",
            "{\"model\":\"tiny-llama\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"%s\":%s}"
                .formatted(field, "9".repeat(400)));
    assertThat(reply.status()).isEqualTo(400);
    assertEnvelope(reply);
  }

  @Test
  void errorsTellNothingAboutOurInsides() {
    for (String body : List.of("{\"model\":[]}", "{\"messages\":7}", "{", "\u0000")) {
      String text = gateway.post("/v1/chat/completions", body).body().toLowerCase(Locale.ROOT);
      assertThat(text)
          .doesNotContain("exception", "dev.localllm", "jackson", "java.", "at [source", "liberty");
    }
  }

  private String sendBytes(String path, String contentType, byte[] body) throws IOException {
    try (Socket socket = new Socket(gateway.url().getHost(), gateway.url().getPort())) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(
          ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
                  + "Connection: close\r\n\r\n")
              .formatted(path, contentType, body.length)
              .getBytes(UTF_8));
      request.writeBytes(body);
      socket.getOutputStream().write(request.toByteArray());
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void assertEnvelope(Gateway.Reply reply) {
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.json().get("error").propertyNames())
        .containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(Dialect.OPENAI.message(reply.json())).isNotBlank();
  }
}
