package dev.localllm.chat;

import java.util.List;

/** A step of a model's answer, in the order of arrival: any number of deltas, then one end. */
public sealed interface AnswerEvent {

  /**
   * The answer grows.
   *
   * @param text next words, possibly empty
   * @param thinking next thoughts, possibly empty
   * @param toolCalls complete calls, none of them in parts; usually empty
   * @param logprobs of the tokens in {@code text}; empty when not asked for
   */
  record Delta(String text, String thinking, List<ToolCall> toolCalls, List<TokenLogprob> logprobs)
      implements AnswerEvent {}

  /**
   * The answer is complete. A stream without it was broken off.
   *
   * @param reason why the model stopped
   * @param usage tokens counted by the backend
   */
  record End(FinishReason reason, Usage usage) implements AnswerEvent {}
}
