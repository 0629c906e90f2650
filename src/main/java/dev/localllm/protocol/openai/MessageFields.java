package dev.localllm.protocol.openai;

import static dev.localllm.protocol.openai.FieldTable.extension;
import static dev.localllm.protocol.openai.FieldTable.ignored;
import static dev.localllm.protocol.openai.FieldTable.refused;
import static dev.localllm.protocol.openai.FieldTable.translated;

/** The messages of a chat. */
final class MessageFields {

  private MessageFields() {}

  static final FieldTable MESSAGE =
      FieldTable.of(
          "`messages[]`",
          translated(
              "role", "`developer` becomes `system`, `function` becomes `tool`; unknown ones 400"),
          translated("content", "a string, parts, or null from the assistant"),
          translated("tool_calls", "from the assistant"),
          translated("tool_call_id", "from tools; the tool's name is looked up in earlier calls"),
          translated("refusal", "from the assistant: becomes its words when there are no others"),
          translated("name", "of a function's result; Ollama has no names of other speakers"),
          ignored("annotations", "from earlier answers; Ollama has no citations"),
          refused("function_call", "is not supported; use tool_calls"),
          refused("audio", "is not supported: models answer in text"),
          extension("reasoning", "the assistant's thoughts"),
          extension("reasoning_content", "another name of `reasoning`"));

  static final FieldTable PART =
      FieldTable.of(
          "`messages[].content[]`",
          translated(
              "type", "`text`, `image_url`, `input_audio`, `refusal`; `file` and others are 400"),
          translated("text", "joined in order, nothing in between"),
          translated("image_url", "an object or the URL itself; data URLs or bare base64 only"),
          translated("input_audio", "see below"),
          translated("refusal", "as text"),
          refused("file", "is not supported: send text or images"),
          ignored("prompt_cache_breakpoint", "Ollama caches prompts by itself"));

  static final FieldTable IMAGE =
      FieldTable.of(
          "`image_url`",
          translated("url", "a data URL or bare base64; web addresses are never fetched: 400"),
          ignored("detail", "the model decides"));

  static final FieldTable AUDIO =
      FieldTable.of(
          "`input_audio`",
          translated("data", "base64"),
          ignored("format", "the backend recognises it"));

  static final FieldTable TOOL_CALL =
      FieldTable.of(
          "`messages[].tool_calls[]`",
          translated("id", "required"),
          translated("type", "`function`; absent means the same"),
          translated("function", "see below"),
          ignored("index", "the order counts"),
          refused("custom", "is not supported: only functions are"));

  static final FieldTable CALLED_FUNCTION =
      FieldTable.of(
          "`messages[].tool_calls[].function`",
          translated("name", "required"),
          translated("arguments", "a JSON object as a string; empty means `{}`"));
}
