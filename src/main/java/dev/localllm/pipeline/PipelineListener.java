package dev.localllm.pipeline;

/** Is told of every inference request, once, when it is over. */
public interface PipelineListener {

  /** Called on the request's thread; must neither block nor throw. Thread-safe. */
  void settled(Settlement settlement);
}
