package dev.localllm.api;

import dev.localllm.protocol.Dialect;
import dev.localllm.protocol.ollama.OllamaDialect;
import dev.localllm.protocol.openai.OpenAiDialect;

/** Which dialect is spoken where. */
final class Dialects {

  static final Dialect OLLAMA = new OllamaDialect();
  static final Dialect OPENAI = new OpenAiDialect();

  private Dialects() {}

  /**
   * The dialect of a path: OpenAI's below {@code /v1}, problem details below {@code /admin},
   * Ollama's elsewhere.
   */
  static Dialect of(String path) {
    if (path.startsWith("/admin/") || path.equals("/admin")) {
      return new ProblemDialect(path);
    }
    return path.startsWith("/v1/") || path.equals("/v1") ? OPENAI : OLLAMA;
  }
}
