package dev.localllm.protocol;

/** What a backend can be asked to infer, with the path of Ollama's native API that does it. */
public enum Operation {
  CHAT("/api/chat"),
  GENERATE("/api/generate"),
  EMBED("/api/embed"),
  /** The old form of {@link #EMBED}: one text, no counts. */
  EMBEDDINGS("/api/embeddings");

  private final String path;

  Operation(String path) {
    this.path = path;
  }

  /** Absolute path on an Ollama server. */
  public String path() {
    return path;
  }
}
