package dev.localllm.protocol.openai;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.ByteBuilder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A streamed completion. Thoughts have no place in it and are left out. */
final class CompletionStream extends HubAnswer {

  private static final byte[] TEXT = bytes("{\"text\":");
  private static final byte[] PLAIN = bytes(",\"index\":0,\"logprobs\":null,\"finish_reason\":");
  private static final byte[] LIKELY = bytes(",\"index\":0,\"logprobs\":");

  private final String echo;
  private final boolean includesUsage;
  private final CompletionLogprobs logprobs;
  private @Nullable Chunks chunks;

  /**
   * An answer that has not begun.
   *
   * @param echo what to say before the model does; empty for nothing
   */
  CompletionStream(AnswerHead head, String echo, boolean includesUsage) {
    super(head);
    this.echo = echo;
    this.includesUsage = includesUsage;
    logprobs = new CompletionLogprobs(echo.codePointCount(0, echo.length()));
  }

  @Override
  public String contentType() {
    return Chunks.CONTENT_TYPE;
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
  void finish(String reason, ByteBuilder out) {
    Chunks frame = started(out);
    out.append(frame.start()).append(TEXT).appendJson("").append(PLAIN).appendJson(reason);
    out.append("}").append(frame.end());
    if (includesUsage) {
      frame.appendUsage(usage(), out);
    }
  }

  @Override
  public void end(ByteBuilder out) {
    Chunks.appendDone(out);
  }

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    Chunks.appendFailure(OpenAiError.of(error), out);
  }

  @Override
  public void heartbeat(ByteBuilder out) {
    Chunks.appendHeartbeat(out);
  }

  private Chunks started(ByteBuilder out) {
    if (chunks == null) {
      chunks = Chunks.of(head, "text_completion", model(), includesUsage);
      if (!echo.isEmpty()) {
        plain(chunks, echo, out);
      }
    }
    return chunks;
  }

  private static void plain(Chunks frame, String text, ByteBuilder out) {
    out.append(frame.start()).append(TEXT).appendJson(text).append(PLAIN).append("null}");
    out.append(frame.end());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
