package dev.localllm.protocol;

import java.util.Locale;

/** What a backend can be asked to infer, named as in Ollama's native API. */
public enum Operation {
  CHAT,
  GENERATE,
  EMBED,
  /** The old form of {@link #EMBED}: one text, no counts. */
  EMBEDDINGS;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Lower-case name, for logs and metrics. */
  public String label() {
    return label;
  }
}
