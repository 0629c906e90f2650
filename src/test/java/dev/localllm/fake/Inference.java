package dev.localllm.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Words one answer of {@code /api/chat} or {@code /api/generate}. */
final class Inference {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);
  private static final int[] GREETING = {
    335, 428, 44, 296, 414, 256, 257, 322, 121, 303, 463, 365, 421, 360, 331, 46
  };

  private final boolean chat;
  private final JsonNode request;
  private final TinyModel model;
  private final Speech speech;
  private final long started = System.nanoTime();

  Inference(boolean chat, JsonNode request, TinyModel model, Script script) {
    this.chat = chat;
    this.request = request;
    this.model = model;
    this.speech = Speech.of(model, request, script);
  }

  Speech speech() {
    return speech;
  }

  boolean streams() {
    return request.path("stream").asBoolean(true);
  }

  static String after(Duration duration) {
    return TIME.format(Instant.now().plus(duration));
  }

  /** The answer to a request that only loads or unloads. */
  static String loaded(boolean chat, String model, boolean unload) {
    ObjectNode answer = start(model);
    content(answer, chat, "");
    return answer.put("done", true).put("done_reason", unload ? "unload" : "load").toString();
  }

  String thought(int i) {
    ObjectNode line = start(name());
    content(line, chat, "");
    (chat ? (ObjectNode) line.get("message") : line).put("thinking", speech.thoughts().get(i));
    return line.put("done", false) + "\n";
  }

  String word(int i) {
    ObjectNode line = start(name());
    content(line, chat, speech.word(i));
    line.put("done", false);
    if (request.path("logprobs").asBoolean(false)) {
      line.putArray("logprobs").add(logprob(speech.word(i)));
    }
    return line + "\n";
  }

  String call() {
    ObjectNode line = start(name());
    content(line, chat, "");
    call(line);
    return line.put("done", false) + "\n";
  }

  /** The last line of a stream. */
  String done() {
    ObjectNode line = start(name());
    content(line, chat, "");
    line.put("done", true).put("done_reason", speech.end());
    return counts(line) + "\n";
  }

  /** The whole answer in one object. */
  String whole() {
    ObjectNode answer = start(name());
    content(answer, chat, speech.text());
    if (speech.calls()) {
      call(answer);
    }
    if (!speech.thoughts().isEmpty()) {
      ObjectNode holder = chat ? (ObjectNode) answer.get("message") : answer;
      holder.put("thinking", String.join("", speech.thoughts()));
    }
    answer.put("done", true).put("done_reason", speech.end());
    if (request.path("logprobs").asBoolean(false)) {
      ArrayNode logprobs = answer.putArray("logprobs");
      for (int i = 0; i < speech.count(); i++) {
        logprobs.add(logprob(speech.word(i)));
      }
    }
    return counts(answer).toString();
  }

  static int promptTokens(TinyModel model, JsonNode request) {
    int tokens = model == TinyModel.LLAMA ? 3 : 1;
    tokens += request.path("prompt").asString("").getBytes(UTF_8).length;
    for (JsonNode message : request.path("messages")) {
      tokens += message.path("content").asString("").getBytes(UTF_8).length;
    }
    return tokens + request.path("tools").size() * 113;
  }

  private String name() {
    return request.path("model").asString();
  }

  private static ObjectNode start(String model) {
    return JSON.createObjectNode().put("model", model).put("created_at", after(Duration.ZERO));
  }

  private static void content(ObjectNode line, boolean chat, String text) {
    if (chat) {
      line.putObject("message").put("role", "assistant").put("content", text);
    } else {
      line.put("response", text);
    }
  }

  private static void call(ObjectNode line) {
    ObjectNode call = ((ObjectNode) line.get("message")).putArray("tool_calls").addObject();
    call.put("id", "call_" + Long.toString(System.nanoTime(), 36));
    ObjectNode function = call.putObject("function").put("index", 0).put("name", "get_weather");
    function.putObject("arguments").put("city", "Oslo");
  }

  private ObjectNode logprob(String word) {
    ObjectNode item = token(word, -0.5898501873016357);
    int alternatives = request.path("top_logprobs").asInt(0);
    if (alternatives > 0) {
      ArrayNode top = item.putArray("top_logprobs").add(token(word, -0.5898501873016357));
      for (int i = 1; i < alternatives; i++) {
        top.add(token("The", -1.4771480560302734));
      }
    }
    return item;
  }

  private static ObjectNode token(String text, double logprob) {
    ObjectNode token = JSON.createObjectNode().put("token", text).put("logprob", logprob);
    ArrayNode bytes = token.putArray("bytes");
    for (byte b : text.getBytes(UTF_8)) {
      bytes.add(b & 0xff);
    }
    return token;
  }

  private ObjectNode counts(ObjectNode line) {
    if (!chat && !request.path("raw").asBoolean(false)) {
      context(line.putArray("context"));
    }
    long elapsed = System.nanoTime() - started;
    return line.put("total_duration", elapsed + 3)
        .put("load_duration", 1_901_887)
        .put("prompt_eval_count", promptTokens(model, request))
        .put("prompt_eval_cached_count", 0)
        .put("prompt_eval_duration", 3_142_000)
        .put("eval_count", speech.tokens())
        .put("eval_duration", elapsed + 1);
  }

  private void context(ArrayNode context) {
    context.add(481);
    for (byte b : request.path("prompt").asString("").getBytes(UTF_8)) {
      context.add(b & 0xff);
    }
    context.add(479).add(482);
    for (int i = 0; i < Math.min(speech.count(), GREETING.length); i++) {
      context.add(GREETING[i]);
    }
  }
}
