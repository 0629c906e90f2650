package dev.localllm.protocol.openai;

import static dev.localllm.protocol.openai.FieldTable.extension;
import static dev.localllm.protocol.openai.FieldTable.ignored;
import static dev.localllm.protocol.openai.FieldTable.translated;

/** Fields that several endpoints share. */
final class CommonFields {

  private CommonFields() {}

  static final FieldTable SAMPLING =
      FieldTable.of(
          "sampling",
          translated("stream", "default `false`"),
          translated("stream_options", "only with `stream: true`"),
          translated("temperature", "0 to 2; absent: the model's own default, not 1"),
          translated("top_p", "0 to 1; absent: the model's own default, not 1"),
          translated("max_tokens", "at least 1; absent: no limit"),
          translated("seed", "`options.seed`"),
          translated("presence_penalty", "−2 to 2"),
          translated("frequency_penalty", "−2 to 2"),
          translated("stop", "a string or up to 4 strings"));

  static final FieldTable ANY =
      FieldTable.of(
          "any",
          translated("model", "absent or empty: `MODEL_NAME`"),
          ignored("user", "names the end user to OpenAI"),
          extension("options", "Ollama's `options`; unknown names and wrong types are refused"),
          extension("num_ctx", "`options.num_ctx`"),
          extension("keep_alive", "how long the model stays loaded: seconds or `\"5m\"`"));

  static final FieldTable MORE_SAMPLING =
      FieldTable.of(
          "Ollama's sampling",
          extension("top_k", "`options.top_k`"),
          extension("min_p", "`options.min_p`"),
          extension("repeat_penalty", "`options.repeat_penalty`"),
          extension("repetition_penalty", "another name of `repeat_penalty`"));

  static final FieldTable STREAM_OPTIONS =
      FieldTable.of(
          "`stream_options`",
          translated("include_usage", "a last chunk with `usage`; `usage: null` in the others"),
          ignored("include_obfuscation", "padding against traffic analysis is never added"));
}
