package dev.localllm.protocol.ollama;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.FinishReason;
import dev.localllm.chat.TokenLogprob;
import dev.localllm.chat.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** One line of a chat or generate answer while it is read. */
final class OllamaLine {

  private final Supplier<String> callIds;
  private final OllamaCounts counts = new OllamaCounts();
  private @Nullable String model;
  private String text = "";
  private String thinking = "";
  private List<ToolCall> toolCalls = List.of();
  private List<TokenLogprob> logprobs = List.of();
  private boolean done;
  private String doneReason = "";

  OllamaLine(Supplier<String> callIds) {
    this.callIds = callIds;
  }

  void read(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw OllamaErrors.unreadable();
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "error" -> throw OllamaErrors.reported(parser);
        case "model" -> model = string(parser);
        case "message" -> message(parser, token);
        case "done" -> done = token == JsonToken.VALUE_TRUE;
        case "done_reason" -> doneReason = string(parser);
        case "logprobs" -> logprobs = logprobs(parser.readValueAsTree());
        default -> counted(name, parser);
      }
    }
    if (parser.nextToken() != null) {
      throw OllamaErrors.unreadable();
    }
  }

  @Nullable String model() {
    return model;
  }

  void tell(Consumer<AnswerEvent> sink) {
    if (!text.isEmpty() || !thinking.isEmpty() || !toolCalls.isEmpty() || !logprobs.isEmpty()) {
      sink.accept(new AnswerEvent.Delta(text, thinking, toolCalls, logprobs));
    }
    if (done) {
      sink.accept(new AnswerEvent.End(reason(), counts.usage()));
    }
  }

  private FinishReason reason() {
    return switch (doneReason) {
      case "length" -> FinishReason.LENGTH;
      case "load" -> FinishReason.LOAD;
      case "unload" -> FinishReason.UNLOAD;
      default -> FinishReason.STOP;
    };
  }

  private void counted(String name, JsonParser parser) {
    if (!counts.take(name, parser)) {
      said(name, parser);
    }
  }

  private void message(JsonParser parser, JsonToken token) {
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      said(name, parser);
    }
  }

  /** What the model says stands in {@code message} for chat and on the top level for generate. */
  private void said(String name, JsonParser parser) {
    switch (name) {
      case "content", "response" -> text = string(parser);
      case "thinking" -> thinking = string(parser);
      case "tool_calls" -> toolCalls = toolCalls(parser.readValueAsTree());
      default -> parser.skipChildren();
    }
  }

  private List<ToolCall> toolCalls(JsonNode calls) {
    List<ToolCall> result = new ArrayList<>(calls.size());
    for (JsonNode call : calls) {
      JsonNode function = call.path("function");
      String id = call.path("id").asString("");
      result.add(
          new ToolCall(
              id.isEmpty() ? callIds.get() : id,
              function.path("name").asString(""),
              ToolArguments.of(function.path("arguments")).orElseThrow(OllamaErrors::unreadable)));
    }
    return result;
  }

  private static List<TokenLogprob> logprobs(JsonNode items) {
    List<TokenLogprob> result = new ArrayList<>(items.size());
    for (JsonNode item : items) {
      List<Integer> bytes = new ArrayList<>();
      item.path("bytes").forEach(b -> bytes.add(b.asInt(0)));
      result.add(
          new TokenLogprob(
              item.path("token").asString(""),
              item.path("logprob").asDouble(0),
              bytes,
              logprobs(item.path("top_logprobs"))));
    }
    return result;
  }

  private static String string(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NULL -> "";
      default -> throw OllamaErrors.unreadable();
    };
  }
}
