package dev.localllm.protocol.openai;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.TokenLogprob;
import dev.localllm.protocol.ByteBuilder;
import java.util.ArrayList;
import java.util.List;

/** A completion in one piece. Thoughts have no place in it and are left out. */
final class Completion extends HubAnswer {

  private final CompletionLogprobs offsets;
  private final StringBuilder text;
  private final List<TokenLogprob> logprobs = new ArrayList<>();

  /**
   * An answer that has not begun.
   *
   * @param echo what to say before the model does; empty for nothing
   */
  Completion(AnswerHead head, String echo) {
    super(head);
    text = new StringBuilder(echo);
    offsets = new CompletionLogprobs(echo.codePointCount(0, echo.length()));
  }

  @Override
  public String contentType() {
    return OpenAiDialect.JSON;
  }

  @Override
  void delta(AnswerEvent.Delta delta, ByteBuilder out) {
    text.append(delta.text());
    logprobs.addAll(delta.logprobs());
  }

  @Override
  void finish(String reason, ByteBuilder out) {
    Chunks.appendHead(head, "text_completion", model(), out);
    out.append(",\"choices\":[{\"text\":").appendJson(text.toString());
    out.append(",\"index\":0,\"logprobs\":");
    offsets.append(logprobs, out);
    out.append(",\"finish_reason\":").appendJson(reason).append("}],\"usage\":");
    Chunks.appendCounts(usage(), out);
    out.write('}');
  }

  @Override
  public void end(ByteBuilder out) {}
}
