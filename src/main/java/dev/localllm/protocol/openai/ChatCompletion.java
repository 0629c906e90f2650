package dev.localllm.protocol.openai;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.TokenLogprob;
import dev.localllm.chat.ToolCall;
import dev.localllm.protocol.ByteBuilder;
import java.util.ArrayList;
import java.util.List;

/** A chat completion in one piece. */
final class ChatCompletion extends HubAnswer {

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final List<ToolCall> toolCalls = new ArrayList<>();
  private final List<TokenLogprob> logprobs = new ArrayList<>();

  ChatCompletion(AnswerHead head) {
    super(head);
  }

  @Override
  public String contentType() {
    return OpenAiDialect.JSON;
  }

  @Override
  void delta(AnswerEvent.Delta delta, ByteBuilder out) {
    text.append(delta.text());
    thinking.append(delta.thinking());
    toolCalls.addAll(delta.toolCalls());
    logprobs.addAll(delta.logprobs());
  }

  @Override
  void finish(String reason, ByteBuilder out) {
    Chunks.appendHead(head, "chat.completion", model(), out);
    out.append(",\"choices\":[{\"index\":0,\"message\":");
    message(out);
    out.append(",\"logprobs\":");
    if (logprobs.isEmpty()) {
      out.append("null");
    } else {
      ChatJson.appendLogprobs(logprobs, out);
    }
    out.append(",\"finish_reason\":").appendJson(reason).append("}],\"usage\":");
    Chunks.appendCounts(usage(), out);
    out.write('}');
  }

  private void message(ByteBuilder out) {
    out.append("{\"role\":\"assistant\",\"content\":");
    if (text.isEmpty() && !toolCalls.isEmpty()) {
      out.append("null");
    } else {
      out.appendJson(text.toString());
    }
    if (!thinking.isEmpty()) {
      out.append(",\"reasoning\":").appendJson(thinking.toString());
    }
    if (!toolCalls.isEmpty()) {
      out.append(",\"tool_calls\":[");
      ChatJson.appendAll(toolCalls, out, call -> ChatJson.appendCall(call, out));
      out.write(']');
    }
    out.append(",\"refusal\":null,\"annotations\":[]}");
  }

  @Override
  public void end(ByteBuilder out) {}
}
