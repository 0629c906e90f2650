package dev.localllm.protocol.openai;

import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.ByteBuilder;
import org.jspecify.annotations.Nullable;

/** A streamed answer: chunks as server-sent events, usage if wanted, {@code [DONE]}. */
abstract class EventStream extends HubAnswer {

  private final String object;
  private final boolean includesUsage;
  private @Nullable Chunks chunks;

  /**
   * A stream that has not begun.
   *
   * @param object the kind of its chunks, as they tell it
   * @param includesUsage whether a last chunk counts the tokens
   */
  EventStream(AnswerHead head, String object, boolean includesUsage) {
    super(head);
    this.object = object;
    this.includesUsage = includesUsage;
  }

  @Override
  public final String contentType() {
    return Chunks.CONTENT_TYPE;
  }

  /** Appends what comes before the first delta. */
  abstract void begin(Chunks frame, ByteBuilder out);

  /** Appends the chunk that tells why the model ended. */
  abstract void last(Chunks frame, String reason, ByteBuilder out);

  /** The frame of the chunks; the first call begins. */
  final Chunks started(ByteBuilder out) {
    if (chunks == null) {
      chunks = Chunks.of(head, object, model(), includesUsage);
      begin(chunks, out);
    }
    return chunks;
  }

  @Override
  final void finish(String reason, ByteBuilder out) {
    Chunks frame = started(out);
    last(frame, reason, out);
    if (includesUsage) {
      frame.appendUsage(usage(), out);
    }
  }

  @Override
  public final void end(ByteBuilder out) {
    Chunks.appendDone(out);
  }

  @Override
  public final void failure(GatewayError error, ByteBuilder out) {
    Chunks.appendFailure(OpenAiError.of(error), out);
  }

  @Override
  public final void heartbeat(ByteBuilder out) {
    Chunks.appendHeartbeat(out);
  }
}
