package dev.localllm.protocol.openai;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.TokenLogprob;
import dev.localllm.chat.ToolCall;
import dev.localllm.protocol.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A streamed chat completion: role, deltas, finish, usage if wanted, {@code [DONE]}. */
final class ChatCompletionStream extends EventStream {

  private static final byte[] ROLE =
      bytes("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
  private static final byte[] CONTENT = bytes("{\"index\":0,\"delta\":{\"content\":");
  private static final byte[] REASONING = bytes("{\"index\":0,\"delta\":{\"reasoning\":");
  private static final byte[] CALL = bytes("{\"index\":0,\"delta\":{\"tool_calls\":[");
  private static final byte[] NOTHING = bytes("{\"index\":0,\"delta\":{}");
  private static final byte[] UNFINISHED = bytes(",\"logprobs\":null,\"finish_reason\":null}");

  private int calls;

  ChatCompletionStream(AnswerHead head, boolean includesUsage) {
    super(head, "chat.completion.chunk", includesUsage);
  }

  @Override
  void delta(AnswerEvent.Delta delta, ByteBuilder out) {
    Chunks frame = started(out);
    if (!delta.thinking().isEmpty()) {
      out.append(frame.start()).append(REASONING).appendJson(delta.thinking()).write('}');
      out.append(UNFINISHED).append(frame.end());
    }
    if (!delta.text().isEmpty() || !delta.logprobs().isEmpty()) {
      out.append(frame.start()).append(CONTENT).appendJson(delta.text()).write('}');
      unfinished(delta.logprobs(), out);
      out.append(frame.end());
    }
    for (ToolCall call : delta.toolCalls()) {
      out.append(frame.start()).append(CALL);
      ChatJson.appendCall(call, calls++, out);
      out.append("]}").append(UNFINISHED).append(frame.end());
    }
  }

  @Override
  void begin(Chunks frame, ByteBuilder out) {
    out.append(frame.start()).append(ROLE).append(UNFINISHED).append(frame.end());
  }

  @Override
  void last(Chunks frame, String reason, ByteBuilder out) {
    out.append(frame.start()).append(NOTHING);
    out.append(",\"logprobs\":null,\"finish_reason\":").appendJson(reason).write('}');
    out.append(frame.end());
  }

  private static void unfinished(List<TokenLogprob> logprobs, ByteBuilder out) {
    if (logprobs.isEmpty()) {
      out.append(UNFINISHED);
    } else {
      out.append(",\"logprobs\":");
      ChatJson.appendLogprobs(logprobs, out);
      out.append(",\"finish_reason\":null}");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
