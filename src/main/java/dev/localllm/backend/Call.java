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
  VERSION,
  PULL,
  PUSH,
  CREATE,
  COPY,
  DELETE;

  /** The call that an operation needs. */
  public static Call of(Operation operation) {
    return switch (operation) {
      case CHAT -> CHAT;
      case GENERATE -> GENERATE;
      case EMBED -> EMBED;
      case EMBEDDINGS -> EMBEDDINGS;
      case PULL -> PULL;
      case PUSH -> PUSH;
      case CREATE -> CREATE;
      case COPY -> COPY;
      case DELETE -> DELETE;
    };
  }
}
