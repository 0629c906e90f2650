package dev.localllm.protocol.openai;

import dev.localllm.chat.TokenLogprob;
import dev.localllm.protocol.ByteBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Log probabilities in the form of completions: four arrays side by side. */
final class CompletionLogprobs {

  private int textOffset;

  /**
   * Counts on from a place in the text.
   *
   * @param textOffset characters in front of the first token
   */
  CompletionLogprobs(int textOffset) {
    this.textOffset = textOffset;
  }

  /** Appends the object, or {@code null} when there is nothing to tell. */
  void append(List<TokenLogprob> logprobs, ByteBuilder out) {
    if (logprobs.isEmpty()) {
      out.append("null");
      return;
    }
    out.append("{\"tokens\":[");
    ChatJson.appendAll(logprobs, out, l -> out.appendJson(l.token()));
    out.append("],\"token_logprobs\":[");
    ChatJson.appendAll(logprobs, out, l -> out.append(Double.toString(l.logprob())));
    out.append("],\"top_logprobs\":");
    if (logprobs.stream().allMatch(l -> l.top().isEmpty())) {
      out.append("null");
    } else {
      out.write('[');
      ChatJson.appendAll(logprobs, out, l -> appendTop(l.top(), out));
      out.write(']');
    }
    out.append(",\"text_offset\":[");
    ChatJson.appendAll(logprobs, out, l -> appendOffset(l.token(), out));
    out.append("]}");
  }

  private void appendOffset(String token, ByteBuilder out) {
    out.append(Integer.toString(textOffset));
    textOffset += token.codePointCount(0, token.length());
  }

  private static void appendTop(List<TokenLogprob> top, ByteBuilder out) {
    // different tokens can have the same text; the likeliest comes first
    Map<String, Double> byText = new LinkedHashMap<>();
    top.forEach(l -> byText.putIfAbsent(l.token(), l.logprob()));
    out.write('{');
    ChatJson.appendAll(
        byText.entrySet(),
        out,
        e -> out.appendJson(e.getKey()).append(":").append(Double.toString(e.getValue())));
    out.write('}');
  }
}
