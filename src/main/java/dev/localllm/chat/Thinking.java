package dev.localllm.chat;

/** Whether, and how hard, a model shall think before it answers. */
public enum Thinking {
  OFF,
  ON,
  LOW,
  MEDIUM,
  HIGH,
  MAX
}
