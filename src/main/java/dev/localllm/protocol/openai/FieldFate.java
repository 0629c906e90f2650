package dev.localllm.protocol.openai;

/** What becomes of a field that a client sends. */
enum FieldFate {
  /** It reaches the model with the same meaning. */
  TRANSLATED,
  /** Not OpenAI's: hands something to Ollama that OpenAI has no word for. */
  EXTENSION,
  /** It is accepted without effect, for the reason that its note gives. */
  IGNORED,
  /** It would change the answer in a way that Ollama cannot: answered with 400. */
  REFUSED
}
