package dev.localllm.protocol.openai;

import dev.localllm.protocol.ByteBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns Ollama's list of models, the body of {@code /api/tags}, into OpenAI's. */
public final class ModelList {

  private static final String DEFAULT_TAG = ":latest";
  private static final String DEFAULT_PLACE = "registry.ollama.ai/library/";

  private ModelList() {}

  /** The body of {@code GET /v1/models}; {@code data} is an array even when there are none. */
  public static String list(JsonNode tags) {
    ByteBuilder out = new ByteBuilder(1024).append("{\"object\":\"list\",\"data\":[");
    ChatJson.appendAll(tags.path("models").values(), out, model -> append(name(model), model, out));
    return out.append("]}").toString();
  }

  /**
   * The body of {@code GET /v1/models/{id}}, empty when no model has that name. As with Ollama,
   * case does not count and {@code :latest} may be left out.
   */
  public static Optional<String> model(JsonNode tags, String id) {
    String wanted = full(id);
    for (JsonNode model : tags.path("models").values()) {
      if (full(name(model)).equals(wanted)) {
        ByteBuilder out = new ByteBuilder(256);
        append(id, model, out);
        return Optional.of(out.toString());
      }
    }
    return Optional.empty();
  }

  private static void append(String id, JsonNode model, ByteBuilder out) {
    out.append("{\"id\":").appendJson(id).append(",\"object\":\"model\",\"created\":");
    out.append(Long.toString(created(model))).append(",\"owned_by\":");
    out.appendJson(owner(name(model))).write('}');
  }

  private static String name(JsonNode model) {
    return model.path("name").asString("");
  }

  private static long created(JsonNode model) {
    try {
      return Instant.parse(model.path("modified_at").asString("")).getEpochSecond();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  /** The namespace: the last but one of the parts between slashes. */
  private static String owner(String name) {
    String[] parts = name.split("/");
    return parts.length < 2 ? "library" : parts[parts.length - 2];
  }

  private static String full(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(DEFAULT_PLACE)) {
      lower = lower.substring(DEFAULT_PLACE.length());
    } else if (lower.startsWith("library/")) {
      lower = lower.substring("library/".length());
    }
    return lower.indexOf(':', lower.lastIndexOf('/') + 1) < 0 ? lower + DEFAULT_TAG : lower;
  }
}
