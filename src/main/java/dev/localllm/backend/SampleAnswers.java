package dev.localllm.backend;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the sample model answers, as Ollama would send it: a line for each word. */
final class SampleAnswers {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DIMENSIONS = 64;

  private final InstantSource clock;

  SampleAnswers(InstantSource clock) {
    this.clock = clock;
  }

  BackendAnswer chat(JsonNode request) {
    JsonNode messages = request.path("messages");
    if (messages.isEmpty()) {
      return only(loaded(request).set("message", message("")));
    }
    return talk(request, messages.toString(), true);
  }

  BackendAnswer generate(JsonNode request) {
    String prompt = request.path("prompt").asString("");
    if (prompt.isEmpty()) {
      return only(loaded(request).put("response", ""));
    }
    return talk(request, prompt, false);
  }

  BackendAnswer embed(JsonNode request) {
    JsonNode input = request.path("input");
    int dimensions = dimensions(request.path("dimensions").asInt(DIMENSIONS));
    ObjectNode body = JSON.objectNode().put("model", SampleBackend.MODEL);
    ArrayNode vectors = body.putArray("embeddings");
    int tokens = 0;
    for (JsonNode text : input.isArray() ? input : JSON.arrayNode().add(input)) {
      vectors.add(vector(text.asString(""), dimensions));
      tokens += SampleWords.count(text.asString(""));
    }
    return SampleBackend.json(body.put("prompt_eval_count", tokens));
  }

  BackendAnswer embeddings(JsonNode request) {
    return SampleBackend.json(
        JSON.objectNode()
            .set("embedding", vector(request.path("prompt").asString(""), DIMENSIONS)));
  }

  /** As with Ollama, vectors can be cut and nothing else. */
  private static int dimensions(int wanted) {
    return wanted >= 1 && wanted < DIMENSIONS ? wanted : DIMENSIONS;
  }

  private BackendAnswer talk(JsonNode request, String prompt, boolean chat) {
    List<String> words = SampleWords.answer(request.path("format"));
    int limit = request.path("options").path("num_predict").asInt(-1);
    boolean cut = limit >= 0 && limit < words.size();
    List<String> said = cut ? words.subList(0, limit) : words;
    ObjectNode last =
        event(true)
            .put("done_reason", cut ? "length" : "stop")
            .put("prompt_eval_count", SampleWords.count(prompt))
            .put("eval_count", said.size());
    if (!request.path("stream").asBoolean(true)) {
      return only(say(last, String.join("", said), chat));
    }
    List<InputStream> lines = new ArrayList<>();
    for (String word : said) {
      lines.add(line(say(event(false), word, chat)));
    }
    lines.add(line(say(last, "", chat)));
    return new BackendAnswer(200, new SequenceInputStream(Collections.enumeration(lines)));
  }

  private ObjectNode loaded(JsonNode request) {
    boolean unload =
        request.path("keep_alive").isNumber() && request.path("keep_alive").asInt() == 0;
    return event(true).put("done_reason", unload ? "unload" : "load");
  }

  private ObjectNode event(boolean done) {
    return JSON.objectNode()
        .put("model", SampleBackend.MODEL)
        .put("created_at", clock.instant().toString())
        .put("done", done);
  }

  private static ObjectNode say(ObjectNode event, String words, boolean chat) {
    if (chat) {
      event.set("message", message(words));
    } else {
      event.put("response", words);
    }
    return event;
  }

  private static ObjectNode message(String content) {
    return JSON.objectNode().put("role", "assistant").put("content", content);
  }

  private static BackendAnswer only(JsonNode body) {
    return new BackendAnswer(200, line(body));
  }

  private static InputStream line(JsonNode event) {
    return new ByteArrayInputStream((event + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static ArrayNode vector(String text, int dimensions) {
    ArrayNode vector = JSON.arrayNode();
    for (double value : SampleVector.of(text, dimensions)) {
      vector.add((float) value);
    }
    return vector;
  }
}
