package dev.localllm.protocol.openai;

import dev.localllm.chat.OllamaExtension;
import dev.localllm.protocol.FieldLengths;
import dev.localllm.protocol.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what only Ollama knows. Ollama answers an option of the wrong type with 500 and ignores
 * unknown ones, so both are refused here.
 */
final class ExtensionReader {

  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,15}");

  /** A JSON type that an option has. */
  private enum Kind {
    INTEGER("an integer"),
    NUMBER("a number"),
    FLAG("true or false"),
    STRINGS("an array of strings");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    boolean fits(JsonNode value) {
      return switch (this) {
        case INTEGER -> value.isIntegralNumber() && value.canConvertToInt();
        case NUMBER -> value.isNumber() && value.decimalValue().abs().compareTo(LARGEST) < 0;
        case FLAG -> value.isBoolean();
        case STRINGS -> value.isArray() && value.valueStream().allMatch(JsonNode::isString);
      };
    }
  }

  /** About what fits into Go's float32. */
  private static final BigDecimal LARGEST = new BigDecimal("1e38");

  /** Ollama's options as of 0.34. */
  private static final Map<String, Kind> OPTIONS =
      Map.ofEntries(
          Map.entry("num_ctx", Kind.INTEGER),
          Map.entry("num_predict", Kind.INTEGER),
          Map.entry("num_keep", Kind.INTEGER),
          Map.entry("num_batch", Kind.INTEGER),
          Map.entry("num_gpu", Kind.INTEGER),
          Map.entry("main_gpu", Kind.INTEGER),
          Map.entry("num_thread", Kind.INTEGER),
          Map.entry("draft_num_predict", Kind.INTEGER),
          Map.entry("seed", Kind.INTEGER),
          Map.entry("top_k", Kind.INTEGER),
          Map.entry("repeat_last_n", Kind.INTEGER),
          Map.entry("temperature", Kind.NUMBER),
          Map.entry("top_p", Kind.NUMBER),
          Map.entry("min_p", Kind.NUMBER),
          Map.entry("typical_p", Kind.NUMBER),
          Map.entry("repeat_penalty", Kind.NUMBER),
          Map.entry("presence_penalty", Kind.NUMBER),
          Map.entry("frequency_penalty", Kind.NUMBER),
          Map.entry("use_mmap", Kind.FLAG),
          Map.entry("stop", Kind.STRINGS));

  private ExtensionReader() {}

  static OllamaExtension read(JsonFields body) {
    ObjectNode options = Json.MAPPER.createObjectNode();
    JsonNode given = body.node("options");
    if (given != null) {
      if (!given.isObject()) {
        throw body.type("options", "an object");
      }
      given.forEachEntry((name, value) -> put(body, "options." + name, name, value, options));
    }
    put(body, "num_ctx", "num_ctx", body.node("num_ctx"), options);
    put(body, "top_k", "top_k", body.node("top_k"), options);
    put(body, "min_p", "min_p", body.node("min_p"), options);
    String penalty = penaltyName(body);
    put(body, penalty, "repeat_penalty", body.node(penalty), options);
    return new OllamaExtension(options, keepAlive(body));
  }

  private static void put(
      JsonFields body, String field, String option, @Nullable JsonNode value, ObjectNode options) {
    Kind kind = OPTIONS.get(option);
    if (kind == null) {
      throw body.invalid(
          field, "is not an option of Ollama" + Spelling.nearest(option, OPTIONS.keySet()));
    }
    if (value == null || value.isNull()) {
      return;
    }
    if (!kind.fits(value)) {
      throw body.type(field, kind.words);
    }
    options.set(option, value);
  }

  private static String penaltyName(JsonFields body) {
    if (body.has("repeat_penalty") && body.has("repetition_penalty")) {
      throw body.invalid("repetition_penalty", "is another name of repeat_penalty; give only one");
    }
    return body.has("repetition_penalty") ? "repetition_penalty" : "repeat_penalty";
  }

  /** Seconds as a number, or a duration of Go; digits alone in a string are seconds too. */
  private static @Nullable JsonNode keepAlive(JsonFields body) {
    JsonNode given = body.node("keep_alive");
    if (given == null || (given.isNumber() && Kind.NUMBER.fits(given))) {
      return given;
    }
    String text = given.stringValue("");
    if (SECONDS.matcher(text).matches()) {
      return Json.MAPPER.getNodeFactory().numberNode(Long.parseLong(text));
    }
    if (GoDuration.is(text)) {
      return given;
    }
    throw body.invalid(
        "keep_alive",
        "must be seconds or a duration such as \"5m\" or \"-1m\", at most "
            + FieldLengths.DURATION
            + " characters long");
  }
}
