package dev.localllm.protocol.openai;

import dev.localllm.chat.TokenLogprob;
import dev.localllm.chat.ToolCall;
import dev.localllm.protocol.ByteBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Pieces of a chat completion that look the same whether streamed or not. */
final class ChatJson {

  private ChatJson() {}

  /** A tool call as a delta has it, whole and with its place among the calls of the answer. */
  static void appendCall(ToolCall call, int index, ByteBuilder out) {
    out.append("{\"index\":").append(Integer.toString(index)).write(',');
    appendCallFields(call, out);
  }

  /** A tool call as a message has it. */
  static void appendCall(ToolCall call, ByteBuilder out) {
    out.write('{');
    appendCallFields(call, out);
  }

  private static void appendCallFields(ToolCall call, ByteBuilder out) {
    out.append("\"id\":").appendJson(call.id());
    out.append(",\"type\":\"function\",\"function\":{\"name\":").appendJson(call.name());
    out.append(",\"arguments\":").appendJson(call.arguments().toString()).append("}}");
  }

  static void appendLogprobs(List<TokenLogprob> logprobs, ByteBuilder out) {
    out.append("{\"content\":[");
    appendAll(logprobs, out, logprob -> appendLogprob(logprob, out));
    out.append("],\"refusal\":null}");
  }

  private static void appendLogprob(TokenLogprob logprob, ByteBuilder out) {
    appendToken(logprob, out);
    out.append(",\"top_logprobs\":[");
    appendAll(
        logprob.top(),
        out,
        top -> {
          appendToken(top, out);
          out.write('}');
        });
    out.append("]}");
  }

  private static void appendToken(TokenLogprob logprob, ByteBuilder out) {
    out.append("{\"token\":").appendJson(logprob.token());
    out.append(",\"logprob\":").append(Double.toString(logprob.logprob()));
    out.append(",\"bytes\":");
    if (logprob.bytes().isEmpty()) {
      out.append("null");
    } else {
      out.write('[');
      appendAll(logprob.bytes(), out, b -> out.append(Integer.toString(b)));
      out.write(']');
    }
  }

  /** Appends all elements with commas in between. */
  static <T> void appendAll(Iterable<T> elements, ByteBuilder out, Consumer<T> append) {
    Iterator<T> rest = elements.iterator();
    while (rest.hasNext()) {
      append.accept(rest.next());
      if (rest.hasNext()) {
        out.write(',');
      }
    }
  }
}
