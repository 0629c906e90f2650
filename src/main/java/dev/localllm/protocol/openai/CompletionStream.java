package dev.localllm.protocol.openai;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.protocol.ByteBuilder;
import java.nio.charset.StandardCharsets;

/** A streamed completion. Thoughts have no place in it and are left out. */
final class CompletionStream extends EventStream {

  private static final byte[] TEXT = bytes("{\"text\":");
  private static final byte[] PLAIN = bytes(",\"index\":0,\"logprobs\":null,\"finish_reason\":");
  private static final byte[] LIKELY = bytes(",\"index\":0,\"logprobs\":");

  private final String echo;
  private final CompletionLogprobs logprobs;

  /**
   * An answer that has not begun.
   *
   * @param echo what to say before the model does; empty for nothing
   */
  CompletionStream(AnswerHead head, String echo, boolean includesUsage) {
    super(head, "text_completion", includesUsage);
    this.echo = echo;
    logprobs = new CompletionLogprobs(echo.codePointCount(0, echo.length()));
  }

  @Override
  void delta(AnswerEvent.Delta delta, ByteBuilder out) {
    Chunks frame = started(out);
    if (delta.logprobs().isEmpty()) {
      if (!delta.text().isEmpty()) {
        plain(frame, delta.text(), out);
      }
      return;
    }
    out.append(frame.start()).append(TEXT).appendJson(delta.text()).append(LIKELY);
    logprobs.append(delta.logprobs(), out);
    out.append(",\"finish_reason\":null}").append(frame.end());
  }

  @Override
  void begin(Chunks frame, ByteBuilder out) {
    if (!echo.isEmpty()) {
      plain(frame, echo, out);
    }
  }

  @Override
  void last(Chunks frame, String reason, ByteBuilder out) {
    out.append(frame.start()).append(TEXT).appendJson("").append(PLAIN).appendJson(reason);
    out.append("}").append(frame.end());
  }

  private static void plain(Chunks frame, String text, ByteBuilder out) {
    out.append(frame.start()).append(TEXT).appendJson(text).append(PLAIN).append("null}");
    out.append(frame.end());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
