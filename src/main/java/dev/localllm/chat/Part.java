package dev.localllm.chat;

/** A piece of a message's content. */
public sealed interface Part {

  /** Words. */
  record Text(String text) implements Part {}

  /** A picture or a sound: standard base64 without a {@code data:} prefix, as Ollama takes it. */
  record Media(String base64) implements Part {}
}
