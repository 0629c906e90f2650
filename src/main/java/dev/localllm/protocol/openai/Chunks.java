package dev.localllm.protocol.openai;

import dev.localllm.chat.Usage;
import dev.localllm.protocol.ByteBuilder;
import java.nio.charset.StandardCharsets;

/** The bytes that all chunks of one stream share, made once, so that a token only costs copying. */
final class Chunks {

  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEARTBEAT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

  private final byte[] start;
  private final byte[] end;

  private Chunks(byte[] start, byte[] end) {
    this.start = start;
    this.end = end;
  }

  /**
   * The frame of a stream.
   *
   * @param object {@code chat.completion.chunk} or {@code text_completion}
   * @param withUsage whether the last chunk will tell the usage, and the others {@code null}
   */
  static Chunks of(AnswerHead head, String object, String model, boolean withUsage) {
    ByteBuilder start = new ByteBuilder(256).append("data: ");
    appendHead(head, object, model, start);
    start.append(",\"choices\":[");
    String end = withUsage ? "],\"usage\":null}\n\n" : "]}\n\n";
    return new Chunks(start.toByteArray(), end.getBytes(StandardCharsets.US_ASCII));
  }

  /** Everything from {@code data:} to before the element of {@code choices}. */
  byte[] start() {
    return start;
  }

  /** Everything from behind that element to the blank line. */
  byte[] end() {
    return end;
  }

  /** Appends the opening of an object, from its brace to {@code system_fingerprint}. */
  static void appendHead(AnswerHead head, String object, String model, ByteBuilder out) {
    out.append("{\"id\":").appendJson(head.id());
    out.append(",\"object\":").appendJson(object);
    out.append(",\"created\":").append(Long.toString(head.created()));
    out.append(",\"model\":").appendJson(model);
    out.append(",\"system_fingerprint\":null");
  }

  /** Appends the chunk that has the usage and no choice. */
  void appendUsage(Usage usage, ByteBuilder out) {
    out.append(start).append("],\"usage\":");
    appendCounts(usage, out);
    out.append("}\n\n");
  }

  static void appendCounts(Usage usage, ByteBuilder out) {
    out.append("{\"prompt_tokens\":").append(Integer.toString(usage.promptTokens()));
    out.append(",\"completion_tokens\":").append(Integer.toString(usage.completionTokens()));
    out.append(",\"total_tokens\":").append(Integer.toString(usage.totalTokens()));
    out.append(",\"prompt_tokens_details\":{\"cached_tokens\":");
    out.append(Integer.toString(usage.cachedTokens())).append("}}");
  }

  static void appendDone(ByteBuilder out) {
    out.append(DONE);
  }

  static void appendHeartbeat(ByteBuilder out) {
    out.append(HEARTBEAT);
  }

  /** Appends an error as the last event; nothing may follow, least of all {@code [DONE]}. */
  static void appendFailure(OpenAiError error, ByteBuilder out) {
    out.append("data: ");
    error.append(out);
    out.append("\n\n");
  }
}
