package dev.localllm.protocol.openai;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.FinishReason;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.ollama.OllamaResponseReader;
import java.util.Optional;

/** An answer that comes from Ollama through the hub's events. */
abstract class HubAnswer implements Answer {

  final AnswerHead head;
  private final OllamaResponseReader reader;
  private boolean complete;
  private boolean calledTools;
  private Usage usage = Usage.NONE;

  HubAnswer(AnswerHead head) {
    this.head = head;
    reader = new OllamaResponseReader(head.callIds());
  }

  @Override
  public final void line(byte[] buffer, int offset, int length, ByteBuilder out) {
    // whatever follows the end mark is not part of the answer
    if (!complete) {
      reader.read(buffer, offset, length, event -> event(event, out));
    }
  }

  private void event(AnswerEvent event, ByteBuilder out) {
    switch (event) {
      case AnswerEvent.Delta delta -> {
        calledTools |= !delta.toolCalls().isEmpty();
        delta(delta, out);
      }
      case AnswerEvent.End end -> {
        complete = true;
        usage = end.usage();
        finish(reason(end.reason()), out);
      }
    }
  }

  /** Appends or keeps what was said. */
  abstract void delta(AnswerEvent.Delta delta, ByteBuilder out);

  /** Appends what tells that nothing more will be said. */
  abstract void finish(String reason, ByteBuilder out);

  private String reason(FinishReason reason) {
    return switch (reason) {
      case STOP -> calledTools ? "tool_calls" : "stop";
      case LENGTH -> "length";
      case LOAD, UNLOAD -> "stop";
    };
  }

  /** The model to name: the backend's word for it, else the client's. */
  final String model() {
    return reader.model().orElse(head.requestedModel());
  }

  @Override
  public final boolean complete() {
    return complete;
  }

  @Override
  public final Optional<String> reportedModel() {
    return reader.model();
  }

  @Override
  public final Usage usage() {
    return usage;
  }

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    OpenAiError.of(error).append(out);
  }

  @Override
  public void heartbeat(ByteBuilder out) {
    // white space in front of an object is legal JSON
    out.write(' ');
  }
}
