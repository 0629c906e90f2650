package dev.localllm.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fake answers as the real one was recorded, and fails as told. */
final class FakeOllamaTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Pattern VARIES =
      Pattern.compile(
          "(?<=\"(created_at|id|expires_at)\":)\"[^\"]*\""
              + "|(?<=_(duration|count)\":)\\d+|(?<=logprob\":)-?[\\d.]+|(?<=context\":)\\[[^]]*]");

  private static FakeOllama fake;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    fake = FakeOllama.start();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    fake.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root-get",
        "root-head",
        "version",
        "tags",
        "show-unknown",
        "chat-load",
        "generate-load",
        "chat-unload",
        "generate-unload",
        "chat-stream",
        "chat-nonstream",
        "chat-think-stream",
        "chat-think-default",
        "chat-think-unsupported",
        "chat-tools-stream",
        "chat-tools-nonstream",
        "chat-tools-unsupported",
        "chat-tool-result",
        "chat-tool-arguments-string",
        "chat-format-json",
        "chat-format-schema",
        "chat-format-bad",
        "chat-num-predict",
        "chat-stop",
        "chat-logprobs-stream",
        "chat-unknown-model",
        "chat-error-mid-stream",
        "chat-error-nonstream",
        "chat-overflow",
        "chat-image-unsupported",
        "chat-embed-model",
        "chat-malformed-json",
        "chat-empty-body",
        "chat-wrong-type",
        "chat-bad-option",
        "chat-no-model",
        "chat-bad-model-name",
        "chat-bad-role",
        "chat-bad-keep-alive",
        "generate-stream",
        "generate-nonstream",
        "generate-raw",
        "generate-suffix",
        "generate-system",
        "generate-unknown-model",
        "generate-error-mid-stream",
        "embed-single",
        "embed-batch",
        "embed-empty-list",
        "embed-empty-string",
        "embed-no-input",
        "embed-too-long-no-truncate",
        "embed-chat-model",
        "embed-wrong-type",
        "embed-unknown-model",
        "embeddings-legacy",
        "unknown-path",
        "bad-method",
        "bad-method-tags",
        "foreign-origin",
        "foreign-host",
        "wrong-content-type",
        "show",
        "show-embed",
        "pull-unknown",
        "pull-unknown-nonstream",
        "create-unknown-from",
        "copy-unknown",
        "delete-unknown",
        "create-stream",
        "copy",
        "delete",
        "blob-head-unknown",
        "blob-bad-digest"
      })
  void answersAsRecorded(String name) throws Exception {
    Recording recording = Recording.of(name);
    HttpResponse<String> answer = replay(recording);
    assertThat(answer.statusCode()).isEqualTo(recording.status());
    assertThat(headers(answer)).isEqualTo(headers(recording));
    assertThat(steady(answer.body())).isEqualTo(steady(recording.body()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat-logprobs",
        "embed-dimensions",
        "embed-too-long",
        "chat-overflow-no-truncate"
      })
  void answersInTheRecordedShape(String name) throws Exception {
    Recording recording = Recording.of(name);
    HttpResponse<String> answer = replay(recording);
    assertThat(answer.statusCode()).isEqualTo(recording.status());
    assertThat(shape(JSON.readTree(answer.body())))
        .isEqualTo(shape(JSON.readTree(recording.body())));
  }

  @Test
  void aModelIsListedOnceItWasUsed() throws Exception {
    try (FakeOllama fresh = FakeOllama.start()) {
      assertThat(get(fresh, "/api/ps")).isEqualTo(Recording.of("ps-unloaded").body());
      post(fresh, "{\"model\":\"tiny-llama\"}");
      assertThat(shape(JSON.readTree(get(fresh, "/api/ps"))))
          .isEqualTo(shape(JSON.readTree(Recording.of("ps-loaded").body())));
    }
  }

  @Test
  void aTokenIsAFlush() throws Exception {
    Recording recording = Recording.of("chat-stream");
    try (RawClient raw = RawClient.chat(fake, recording.requestBody())) {
      List<String> chunks = raw.chunks();
      assertThat(chunks.stream().map(FakeOllamaTest::steady).toList())
          .isEqualTo(recording.chunks().stream().map(FakeOllamaTest::steady).toList());
    }
  }

  @Nested
  final class Faults {

    @Test
    void aClientThatLeavesIsNoticedWhileTheModelSleeps() throws Exception {
      String model = fake.script("tiny-count:sleepy", new Script().perToken(Duration.ofHours(1)));
      RawClient.chat(fake, chat(model)).close();
      assertThat(fake.awaitCancelled(model, 1, LIMIT)).isTrue();
      assertThat(fake.cancelled()).contains(new Cancelled(model, 0));
      assertThat(fake.awaitIdle(LIMIT)).isTrue();
    }

    @Test
    void aClientThatLeavesAnEndlessStreamIsNoticed() throws Exception {
      String model = fake.script("tiny-count:endless", new Script().endless());
      try (RawClient raw = RawClient.chat(fake, chat(model))) {
        assertThat(raw.chunk()).contains("one ");
      }
      assertThat(fake.awaitCancelled(model, 1, LIMIT)).isTrue();
    }

    @Test
    void aCompleteAnswerIsNotACancelledOne() throws Exception {
      String model = fake.script("tiny-count:whole", new Script().tokens(3));
      try (RawClient raw = RawClient.chat(fake, chat(model))) {
        assertThat(raw.chunks()).hasSize(4);
      }
      assertThat(fake.awaitIdle(LIMIT)).isTrue();
      assertThat(fake.cancelled()).noneMatch(stream -> stream.model().equals(model));
    }

    @Test
    void resetsBeforeTheHeadAsOftenAsToldAndThenAnswers() throws Exception {
      String model =
          fake.script("tiny-count:reset", new Script().resetBeforeHead().times(1).tokens(1));
      try (RawClient raw = RawClient.chat(fake, chat(model))) {
        assertThat(raw.failure()).hasMessageContaining("reset");
      }
      try (RawClient raw = RawClient.chat(fake, chat(model))) {
        assertThat(raw.chunk()).contains("one ");
      }
      assertThat(fake.requests(model)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET", "HALF_LINE", "ERROR_LINE", "NO_DONE", "GARBAGE"})
    void breaksOffAfterTwoTokens(String fault) throws Exception {
      Break how = Break.valueOf(fault);
      String model = fake.script("tiny-count:" + fault, new Script().breaks(how, 2));
      try (RawClient raw = RawClient.chat(fake, chat(model))) {
        assertThat(raw.chunk()).contains("one ");
        assertThat(raw.chunk()).contains("two ");
        switch (how) {
          case RESET -> assertThat(raw.failure()).hasMessageContaining("reset");
          case HALF_LINE -> {
            assertThat(raw.chunk()).startsWith("{").doesNotContain("}");
            assertThat(raw.failure()).isInstanceOf(java.io.EOFException.class);
          }
          case ERROR_LINE -> assertThat(raw.chunks()).singleElement().asString().contains("error");
          case NO_DONE -> assertThat(raw.chunks()).isEmpty();
          default -> assertThat(raw.chunks()).singleElement().asString().startsWith("<html>");
        }
      }
    }

    @Test
    void aColdModelIsListedWhenItIsLoaded() throws Exception {
      String model = fake.script("tiny-count:cold", new Script().load(Duration.ofHours(1)));
      try (RawClient raw = RawClient.chat(fake, chat(model))) {
        assertThat(fake.awaitRequests(model, 1, LIMIT)).isTrue();
        assertThat(get(fake, "/api/ps")).doesNotContain(model);
      }
      fake.script(model, new Script().load(Duration.ofMillis(1)).tokens(1));
      post(fake, chat(model));
      assertThat(get(fake, "/api/ps")).contains(model);
    }

    @Test
    void refusesConnectionsUntilToldOtherwise() throws Exception {
      try (FakeOllama own = FakeOllama.start()) {
        own.refuseConnections();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> get(own, "/")))
            .isInstanceOf(java.net.ConnectException.class);
        own.acceptConnections();
        assertThat(get(own, "/")).isEqualTo("Ollama is running");
      }
    }

    @Test
    void isToldByHttpAsWell() throws Exception {
      HttpResponse<String> told =
          client.send(
              HttpRequest.newBuilder(URI.create(fake.url() + "/_fake"))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"model\":\"tiny-count:told\",\"status\":503,\"body\":\"busy\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(told.statusCode()).isEqualTo(200);
      assertThat(post(fake, chat("tiny-count:told"))).isEqualTo("busy");
    }
  }

  private static String chat(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        .formatted(model);
  }

  private static String get(FakeOllama from, String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(from.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String post(FakeOllama to, String body) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(to.url() + "/api/chat"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static HttpResponse<String> replay(Recording recording) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fake.url() + recording.path()));
    recording.requestHeaders().forEach(request::header);
    String body = recording.requestBody();
    request.method(
        recording.method(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Map<String, String> headers(HttpResponse<String> answer) {
    Map<String, String> headers = new TreeMap<>();
    answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return comparable(headers);
  }

  private static Map<String, String> headers(Recording recording) {
    return comparable(new TreeMap<>(recording.responseHeaders()));
  }

  private static Map<String, String> comparable(Map<String, String> headers) {
    headers.remove("date");
    headers.replace("content-length", "N");
    return headers;
  }

  private static String steady(String body) {
    return VARIES.matcher(body).replaceAll("_");
  }

  private static JsonNode shape(JsonNode node) {
    return Shape.of(node);
  }
}
