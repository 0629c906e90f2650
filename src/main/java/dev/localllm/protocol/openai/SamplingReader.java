package dev.localllm.protocol.openai;

import dev.localllm.chat.Sampling;
import dev.localllm.protocol.FieldLengths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how tokens shall be chosen. */
final class SamplingReader {

  private SamplingReader() {}

  static Sampling read(JsonFields body) {
    return new Sampling(
        body.number("temperature", 0, 2),
        body.number("top_p", 0, 1),
        maxTokens(body),
        body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        body.number("presence_penalty", -2, 2),
        body.number("frequency_penalty", -2, 2),
        stop(body));
  }

  /** Whether a stream shall end with a chunk that has the usage. */
  static boolean includesUsage(JsonFields body) {
    JsonFields options = body.object("stream_options", CommonFields.STREAM_OPTIONS);
    if (options == null) {
      return false;
    }
    if (!body.flag("stream")) {
      throw body.invalid("stream_options", "is only allowed together with stream: true");
    }
    options.flag("include_obfuscation");
    return options.flag("include_usage");
  }

  private static @Nullable Integer maxTokens(JsonFields body) {
    Integer old = body.integer("max_tokens", 1, Integer.MAX_VALUE);
    Integer current = body.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
    if (old != null && current != null && !old.equals(current)) {
      throw body.invalid("max_tokens", "must equal max_completion_tokens, or be left out");
    }
    return current == null ? old : current;
  }

  private static List<String> stop(JsonFields body) {
    List<String> stop = body.strings("stop", 4);
    if (stop.contains("")) {
      throw body.invalid("stop", "must not have empty strings");
    }
    if (stop.stream().anyMatch(each -> each.length() > FieldLengths.STOP)) {
      throw body.invalid("stop", "must have at most " + FieldLengths.STOP + " characters each");
    }
    return stop;
  }
}
