package dev.localllm.fake;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a model says to a request.
 *
 * @param thoughts pieces of thinking, sent first
 * @param words pieces of content, said over and over until there are {@code count}
 * @param calls whether it calls {@code get_weather} instead
 * @param tokens the count that Ollama reports
 * @param end {@code done_reason}; {@code error} when the model breaks off
 */
record Speech(
    List<String> thoughts, List<String> words, int count, boolean calls, int tokens, String end) {

  private static final int THINKING_TOKENS = 5;
  private static final int STUCK_AFTER = 101;

  String word(int i) {
    return words.get(i % words.size());
  }

  /** The whole content. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(word(i));
    }
    return text.toString();
  }

  static Speech of(TinyModel model, JsonNode request, Script script) {
    if (calls(request)) {
      return new Speech(List.of(), List.of(), 0, true, 9, "stop");
    }
    JsonNode format = request.path("format");
    if (format.isObject()) {
      return new Speech(
          List.of(), List.of("{\"name\": ", "\"age\", ", "\"age\" : 7}"), 3, false, 16, "stop");
    }
    if (format.isString()) {
      return new Speech(List.of(), List.of("{\"name\": ", "\"age\" }"), 2, false, 9, "stop");
    }
    if (request.path("raw").asBoolean(false)) {
      return new Speech(List.of(), List.of(" \""), 1, false, 3, "stop");
    }
    boolean thinks = model.can("thinking") && !off(request.path("think"));
    return plain(model, request, script, thinks).stoppedAt(request.path("options").path("stop"));
  }

  private static Speech plain(TinyModel model, JsonNode request, Script script, boolean thinks) {
    JsonNode options = request.path("options");
    int limit = options.path("num_predict").asInt(-1);
    if (limit <= 0) {
      limit = options.path("num_ctx").asInt(model == TinyModel.COUNT ? 32768 : 4096);
    }
    int own =
        switch (model) {
          case COUNT, EMBED -> limit;
          case STUCK -> STUCK_AFTER;
          case LLAMA -> model.words.size();
        };
    int said = script.tokens < 0 ? own : script.tokens;
    int overhead = thinks ? THINKING_TOKENS : 0;
    boolean cut = script.tokens < 0 && (said + overhead > limit || model == TinyModel.COUNT);
    int count = cut ? Math.max(0, limit - overhead) : said;
    String end = model == TinyModel.STUCK && !cut ? "error" : cut ? "length" : "stop";
    return new Speech(
        thinks ? TinyModel.THOUGHTS : List.of(),
        model.words,
        count,
        false,
        cut ? limit : said + overhead + 1,
        end);
  }

  private Speech stoppedAt(JsonNode stops) {
    if (stops.isEmpty() || count > 100_000) {
      return this;
    }
    StringBuilder text = new StringBuilder();
    for (int said = 0; said < count; said++) {
      text.append(word(said));
      for (JsonNode stop : stops) {
        int at = text.indexOf(stop.asString());
        if (at >= 0) {
          List<String> kept = upTo(at);
          return new Speech(thoughts, kept, kept.size(), false, said + 1, "stop");
        }
      }
    }
    return this;
  }

  private List<String> upTo(int length) {
    List<String> kept = new ArrayList<>();
    int left = length;
    for (int i = 0; left > 0; i++) {
      String word = word(i);
      kept.add(word.substring(0, Math.min(left, word.length())));
      left -= word.length();
    }
    return kept;
  }

  private static boolean calls(JsonNode request) {
    JsonNode messages = request.path("messages");
    boolean asked =
        !messages.isEmpty()
            && messages.get(messages.size() - 1).path("role").asString("").equals("user");
    for (JsonNode tool : request.path("tools")) {
      if (asked && tool.path("function").path("name").asString("").equals("get_weather")) {
        return true;
      }
    }
    return false;
  }

  private static boolean off(JsonNode think) {
    return think.isBoolean() && !think.asBoolean();
  }
}
