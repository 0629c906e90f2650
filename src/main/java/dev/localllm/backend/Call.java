package dev.localllm.backend;

import dev.localllm.protocol.Operation;

/** What a backend can be asked, each a path below {@code /api} of Ollama's native API. */
public enum Call {
  CHAT,
  GENERATE,
  EMBED,
  EMBEDDINGS,
  SHOW,
  TAGS,
  LOADED,
  VERSION;

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
