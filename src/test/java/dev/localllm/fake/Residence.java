package dev.localllm.fake;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which models are in memory, and what the server tells about its models. Thread-safe. */
final class Residence {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final Map<String, TinyModel> loaded = new LinkedHashMap<>();

  /** Returns whether the model was in memory already. */
  synchronized boolean load(String name, TinyModel model) {
    return loaded.put(TinyModel.fullName(name), model) != null;
  }

  synchronized boolean isLoaded(String name) {
    return loaded.containsKey(TinyModel.fullName(name));
  }

  synchronized void unload(String name) {
    loaded.remove(TinyModel.fullName(name));
  }

  synchronized void clear() {
    loaded.clear();
  }

  synchronized String ps() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode models = answer.putArray("models");
    String expires = Inference.after(LIFE);
    loaded.forEach((name, model) -> {
      ObjectNode entry = models.addObject();
      ObjectNode listed = listed(model);
      entry.put("name", name).put("model", name).put("size", 12_928_941);
      entry.set("digest", listed.get("digest"));
      ObjectNode details = (ObjectNode) listed.get("details");
      details.put("parent_model", "").remove("context_length");
      details.remove("embedding_length");
      entry.set("details", details);
      entry.put("expires_at", expires).put("size_vram", 0).put("context_length", 4096);
    });
    return answer.toString();
  }

  static String show(TinyModel model) {
    String name = model == TinyModel.EMBED ? "show-embed" : "show";
    String shown = Recording.of(name).body();
    return shown
        .replace("tiny-llama", model.base())
        .replaceAll(
            "(?<=\"capabilities\":)\\[[^]]*]", listed(model).get("capabilities").toString());
  }

  private static ObjectNode listed(TinyModel model) {
    for (JsonNode entry : JSON.readTree(Recording.of("tags").body()).get("models")) {
      if (entry.get("name").asString().equals(model.base() + ":latest")) {
        return (ObjectNode) entry;
      }
    }
    throw new IllegalStateException(model.base());
  }
}
