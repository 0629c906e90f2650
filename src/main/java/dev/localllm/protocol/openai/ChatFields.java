package dev.localllm.protocol.openai;

import static dev.localllm.protocol.openai.FieldTable.extension;
import static dev.localllm.protocol.openai.FieldTable.ignored;
import static dev.localllm.protocol.openai.FieldTable.refused;
import static dev.localllm.protocol.openai.FieldTable.translated;

/** The body of {@code POST /v1/chat/completions}, without its messages. */
final class ChatFields {

  private ChatFields() {}

  static final FieldTable BODY =
      FieldTable.of(
              "`POST /v1/chat/completions`",
              translated("messages", "1 to 10,000; see below"),
              translated("max_completion_tokens", "as `max_tokens`; both must agree"),
              translated("tools", "functions only, at most 1,024; see below"),
              translated("tool_choice", "`auto`, `none`; Ollama cannot force a call: others 400"),
              translated("parallel_tool_calls", "`true`; `false` together with tools is refused"),
              translated("response_format", "`text`, `json_object`, `json_schema`"),
              translated(
                  "reasoning_effort",
                  "`none` turns thinking off; `minimal` is `low`, `xhigh` is `max`"),
              translated("logprobs", "`true` or `false`"),
              translated("top_logprobs", "0 to 20, only with `logprobs: true`"),
              refused("n", "must be 1: one answer per request", "1"),
              refused("modalities", "must be [\"text\"]", "[\"text\"]"),
              refused("verbosity", "is not supported, except \"medium\"", "\"medium\""),
              refused("audio", "is not supported: models answer in text"),
              refused("logit_bias", "is not supported by the backends"),
              refused("prediction", "is not supported by the backends"),
              refused("web_search_options", "is not supported: there is no web search"),
              refused("functions", "is not supported; use tools"),
              refused("function_call", "is not supported; use tool_choice", "\"auto\"", "\"none\""),
              refused("moderation", "is not supported: nothing moderates the answers"),
              ignored("safety_identifier", "names the end user to OpenAI"),
              ignored("prompt_cache_key", "Ollama caches prompts by itself"),
              ignored("prompt_cache_retention", "Ollama caches prompts by itself"),
              ignored("prompt_cache_options", "Ollama caches prompts by itself"),
              ignored("metadata", "labels of stored completions; nothing is stored"),
              ignored("store", "nothing is ever stored"),
              ignored("service_tier", "there is one tier"),
              extension("think", "`true`, `false`, `low`, `medium`, `high`, `max`"),
              extension("reasoning", "`{\"effort\": …}`, as `reasoning_effort`"))
          .and(CommonFields.ANY)
          .and(CommonFields.SAMPLING)
          .and(CommonFields.MORE_SAMPLING);

  static final FieldTable REASONING =
      FieldTable.of("`reasoning`", translated("effort", "as `reasoning_effort`"));

  static final FieldTable RESPONSE_FORMAT =
      FieldTable.of(
          "`response_format`",
          translated("type", "`text`, `json_object`, `json_schema`"),
          translated("json_schema", "with `json_schema`"));

  static final FieldTable JSON_SCHEMA =
      FieldTable.of(
          "`response_format.json_schema`",
          translated("schema", "handed to the backend as it is; absent: any JSON"),
          ignored("name", "a label"),
          ignored("description", "the backend takes the schema only"),
          ignored("strict", "the backend always keeps to the schema"));

  static final FieldTable TOOL =
      FieldTable.of(
          "`tools[]`",
          translated("type", "`function`; `custom` is refused"),
          translated("function", "see below"),
          refused("custom", "is not supported: only functions are"));

  static final FieldTable FUNCTION =
      FieldTable.of(
          "`tools[].function`",
          translated("name", "required, at most 256 characters"),
          translated("description", "as it is"),
          translated(
              "parameters",
              "handed to the backend as it is; Ollama itself shows its models only `type`, "
                  + "`properties`, `required`, `items`, `enum`, `anyOf`, `$defs` and descriptions"),
          ignored("strict", "the backend has no such switch"));
}
