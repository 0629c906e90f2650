package dev.localllm.chat;

/** Why a model stopped. */
public enum FinishReason {
  /** It had said everything, met a stop text, or wants tools called. */
  STOP,
  /** It reached the limit of tokens. */
  LENGTH,
  /** Nothing was asked; the model was only loaded. */
  LOAD,
  /** Nothing was asked; the model was only unloaded. */
  UNLOAD
}
