package dev.localllm.backend;

import dev.localllm.protocol.Operation;

/** What a backend can be asked, each a path below {@code /api} of Ollama's native API. */
public enum Call {
  CHAT("chat"),
  GENERATE("generate"),
  EMBED("embed"),
  EMBEDDINGS("embeddings"),
  SHOW("show"),
  TAGS("tags"),
  LOADED("ps"),
  VERSION("version");

  private final String segment;

  Call(String segment) {
    this.segment = segment;
  }

  /** The last segment of the path. */
  String segment() {
    return segment;
  }

  /** The call that an inference needs. */
  public static Call of(Operation operation) {
    return switch (operation) {
      case CHAT -> CHAT;
      case GENERATE -> GENERATE;
      case EMBED -> EMBED;
      case EMBEDDINGS -> EMBEDDINGS;
    };
  }
}
