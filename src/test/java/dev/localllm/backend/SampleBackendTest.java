package dev.localllm.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleBackendTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final SampleBackend SAMPLE = new SampleBackend(InstantSource.fixed(NOW));
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi there\"}]";

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {"TAGS", "LOADED", "VERSION"},
      mode = Mode.EXCLUDE)
  void hasNoOtherModel(Call call) {
    BackendAnswer answer = send(call, "{\"model\":\"llama3.2\"," + HI + "}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(json(answer).path("error").asString()).isEqualTo("model 'llama3.2' not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{" + HI + "}", "{\"model\":null," + HI + "}", "[]", "null", "1"})
  void aRequestMustNameIt(String body) {
    assertThat(send(Call.CHAT, body).status()).isEqualTo(404);
  }

  @Test
  void refusesWhatIsNotJson() {
    assertThat(send(Call.CHAT, "{\"model\":").status()).isEqualTo(400);
  }

  @Test
  void answersUnderItsOwnName() {
    for (String name : List.of("sample", "sample:latest", "Sample")) {
      JsonNode answer = ask(Call.CHAT, "{\"model\":\"" + name + "\",\"stream\":false," + HI + "}");
      assertThat(answer.path("model").asString()).isEqualTo("sample");
    }
  }

  @Test
  void saysWhatItIsAndHowToPointToAnOllama() {
    String body = "{\"model\":\"sample\",\"prompt\":\"Who are you?\",\"stream\":false}";
    assertThat(ask(Call.GENERATE, body).path("response").asString())
        .contains("built-in sample model", "no language model", "OLLAMA_BASE_URL");
  }

  @Test
  void saysItInJsonWhereJsonIsWanted() {
    for (String format : List.of("\"json\"", "{\"type\":\"object\"}")) {
      JsonNode answer =
          ask(
              Call.CHAT,
              "{\"model\":\"sample\",\"stream\":false,\"format\":" + format + "," + HI + "}");
      JsonNode said = JsonMapper.shared().readTree(answer.at("/message/content").asString());
      assertThat(said.path("sample").asBoolean()).isTrue();
      assertThat(said.path("hint").asString()).contains("OLLAMA_BASE_URL");
    }
  }

  @Test
  void streamsTheWordsThatItSaysInOnePieceOtherwise() {
    List<JsonNode> lines = lines(send(Call.CHAT, "{\"model\":\"sample\"," + HI + "}"));
    JsonNode whole = ask(Call.CHAT, "{\"model\":\"sample\",\"stream\":false," + HI + "}");
    var said = new StringBuilder();
    lines.forEach(line -> said.append(line.at("/message/content").asString()));
    assertThat(said).hasToString(whole.at("/message/content").asString());
    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(lines.subList(0, lines.size() - 1))
        .allSatisfy(line -> assertThat(line.path("done").asBoolean(true)).isFalse());
  }

  @Test
  void countsWordsInTheLastLineOfAStream() {
    List<JsonNode> lines =
        lines(send(Call.GENERATE, "{\"model\":\"sample\",\"prompt\":\"a b c\"}"));
    JsonNode last = lines.getLast();
    assertThat(last.path("done").asBoolean()).isTrue();
    assertThat(last.path("done_reason").asString()).isEqualTo("stop");
    assertThat(last.path("prompt_eval_count").asInt()).isEqualTo(3);
    assertThat(last.path("eval_count").asInt()).isEqualTo(lines.size() - 1);
    assertThat(last.path("created_at").asString()).isEqualTo(NOW.toString());
  }

  @Test
  void stopsWhereItIsTold() {
    List<JsonNode> lines =
        lines(
            send(
                Call.GENERATE,
                "{\"model\":\"sample\",\"prompt\":\"hi\",\"options\":{\"num_predict\":2}}"));
    assertThat(lines).hasSize(3);
    assertThat(lines.getLast().path("done_reason").asString()).isEqualTo("length");
    assertThat(lines.getLast().path("eval_count").asInt()).isEqualTo(2);
  }

  @Test
  void aRequestWithNothingToContinueLoadsOrUnloads() {
    JsonNode loaded = ask(Call.CHAT, "{\"model\":\"sample\",\"messages\":[]}");
    assertThat(loaded.path("done_reason").asString()).isEqualTo("load");
    assertThat(loaded.at("/message/content").asString("missing")).isEmpty();
    JsonNode unloaded = ask(Call.GENERATE, "{\"model\":\"sample\",\"keep_alive\":0}");
    assertThat(unloaded.path("done_reason").asString()).isEqualTo("unload");
    assertThat(unloaded.path("response").asString("missing")).isEmpty();
  }

  @Test
  void givesAVectorForEachText() {
    JsonNode answer = ask(Call.EMBED, "{\"model\":\"sample\",\"input\":[\"a b\",\"c\",\"a b\"]}");
    assertThat(answer.path("embeddings")).hasSize(3);
    assertThat(answer.at("/embeddings/0")).isEqualTo(answer.at("/embeddings/2"));
    assertThat(answer.at("/embeddings/0")).isNotEqualTo(answer.at("/embeddings/1"));
    assertThat(answer.path("prompt_eval_count").asInt()).isEqualTo(5);
  }

  @Test
  void givesTheSameVectorInTheOldWay() {
    assertThat(ask(Call.EMBEDDINGS, "{\"model\":\"sample\",\"prompt\":\"a\"}").path("embedding"))
        .isEqualTo(ask(Call.EMBED, "{\"model\":\"sample\",\"input\":\"a\"}").at("/embeddings/0"));
  }

  @Test
  void givesShorterVectorsWhereTheyAreWanted() {
    String body = "{\"model\":\"sample\",\"input\":\"a\",\"dimensions\":8}";
    assertThat(ask(Call.EMBED, body).at("/embeddings/0")).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65", "2000000000", "0", "-1"})
  void neverGivesLongerVectorsThanItsOwn(String dimensions) {
    String body = "{\"model\":\"sample\",\"input\":\"a\",\"dimensions\":" + dimensions + "}";
    assertThat(ask(Call.EMBED, body).at("/embeddings/0")).hasSize(64);
  }

  @Test
  void anEmptyFormatMeansNone() {
    String body = "{\"model\":\"sample\",\"prompt\":\"hi\",\"stream\":false,\"format\":\"\"}";
    assertThat(ask(Call.GENERATE, body).path("response").asString()).startsWith("This is the");
  }

  @Test
  void isAlwaysThereAndLoaded() {
    BackendState state = SAMPLE.state();
    assertThat(state.reachable()).isTrue();
    assertThat(state.checkedAt()).isEqualTo(NOW);
    assertThat(json(SAMPLE.send(Call.VERSION, new byte[0], "")).path("version").asString())
        .isEqualTo(state.version());
    assertThat(state.hasLoaded("sample")).isTrue();
    assertThat(state.hasLoaded("sample:latest")).isTrue();
  }

  /** What the sample model answers in one piece. */
  static JsonNode ask(Call call, String body) {
    BackendAnswer answer = send(call, body);
    assertThat(answer.status()).isEqualTo(200);
    return json(answer);
  }

  private static BackendAnswer send(Call call, String body) {
    return SAMPLE.send(call, body.getBytes(UTF_8), "req_1");
  }

  private static List<JsonNode> lines(BackendAnswer answer) {
    return text(answer).lines().map(JsonMapper.shared()::readTree).toList();
  }

  private static JsonNode json(BackendAnswer answer) {
    return JsonMapper.shared().readTree(text(answer));
  }

  private static String text(BackendAnswer answer) {
    try {
      return new String(answer.body().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
