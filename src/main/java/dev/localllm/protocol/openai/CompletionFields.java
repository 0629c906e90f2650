package dev.localllm.protocol.openai;

import static dev.localllm.protocol.openai.FieldTable.refused;
import static dev.localllm.protocol.openai.FieldTable.translated;

/** The bodies of {@code POST /v1/completions} and {@code POST /v1/embeddings}. */
final class CompletionFields {

  private CompletionFields() {}

  static final FieldTable COMPLETION =
      FieldTable.of(
              "`POST /v1/completions`",
              translated(
                  "prompt", "a string, or an array of one; several and token numbers are refused"),
              translated("suffix", "needs a model that can insert; the template is used then"),
              translated("echo", "the gateway puts the prompt in front of the answer"),
              translated("logprobs", "0 to 5"),
              refused("n", "must be 1: one answer per request", "1"),
              refused("best_of", "must be 1: one answer per request", "1"),
              refused("logit_bias", "is not supported by the backends"))
          .and(CommonFields.ANY)
          .and(CommonFields.SAMPLING)
          .and(CommonFields.MORE_SAMPLING);

  static final FieldTable EMBEDDING =
      FieldTable.of(
              "`POST /v1/embeddings`",
              translated("input", "a string or 1 to 2,048 strings, none empty; no token numbers"),
              translated("encoding_format", "`float` or `base64` (little-endian float32)"),
              translated("dimensions", "at least 1"))
          .and(CommonFields.ANY);
}
