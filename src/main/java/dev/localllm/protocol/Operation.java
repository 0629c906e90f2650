package dev.localllm.protocol;

import java.util.Locale;

/** What a backend can be asked to do, named as in Ollama's native API. */
public enum Operation {
  CHAT,
  GENERATE,
  EMBED,
  /** The old form of {@link #EMBED}: one text, no counts. */
  EMBEDDINGS,
  PULL,
  PUSH,
  CREATE,
  COPY,
  DELETE;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Lower-case name, for logs and metrics. */
  public String label() {
    return label;
  }

  /** Whether it tells how far it is, unless told not to. */
  public boolean reportsProgress() {
    return this == PULL || this == PUSH || this == CREATE;
  }

  /** Whether its answer is made of tokens. */
  public boolean generates() {
    return this == CHAT || this == GENERATE;
  }

  /** Whether it is about the backend's models as such, and infers nothing. */
  public boolean managesModels() {
    return switch (this) {
      case CHAT, GENERATE, EMBED, EMBEDDINGS -> false;
      case PULL, PUSH, CREATE, COPY, DELETE -> true;
    };
  }
}
