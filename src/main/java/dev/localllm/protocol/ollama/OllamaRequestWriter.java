package dev.localllm.protocol.ollama;

import dev.localllm.chat.ChatRequest;
import dev.localllm.chat.CompletionRequest;
import dev.localllm.chat.EmbeddingRequest;
import dev.localllm.chat.Message;
import dev.localllm.chat.OllamaExtension;
import dev.localllm.chat.OutputFormat;
import dev.localllm.chat.Sampling;
import dev.localllm.chat.Thinking;
import dev.localllm.chat.Tool;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Json;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the hub's requests for Ollama. What was not told is left out: the model's default holds.
 * An answer may be bounded to {@code mostTokens}, 0 for no bound, besides what the client wants.
 */
public final class OllamaRequestWriter {

  private OllamaRequestWriter() {}

  /** A body for {@code /api/chat}. */
  public static byte[] chat(ChatRequest request, String model, int mostTokens) {
    return write(
        model,
        json -> {
          json.writeBooleanProperty("stream", request.stream());
          json.writeArrayPropertyStart("messages");
          for (Message message : request.messages()) {
            OllamaMessageWriter.write(message, json);
          }
          json.writeEndArray();
          tools(request.tools(), json);
          format(request.format(), json);
          thinking(request.thinking(), json);
          logprobs(request.topLogprobs(), json);
          extension(request.sampling(), request.extension(), mostTokens, json);
        });
  }

  /** A body for {@code /api/generate}. */
  public static byte[] generate(CompletionRequest request, String model, int mostTokens) {
    return write(
        model,
        json -> {
          json.writeBooleanProperty("stream", request.stream());
          json.writeStringProperty("prompt", request.prompt());
          if (request.suffix() != null) {
            json.writeStringProperty("suffix", request.suffix());
          }
          if (request.raw()) {
            json.writeBooleanProperty("raw", true);
          }
          format(request.format(), json);
          thinking(request.thinking(), json);
          logprobs(request.topLogprobs(), json);
          extension(request.sampling(), request.extension(), mostTokens, json);
        });
  }

  /** A body for {@code /api/embed}. */
  public static byte[] embed(EmbeddingRequest request, String model) {
    return write(
        model,
        json -> {
          json.writeArrayPropertyStart("input");
          request.inputs().forEach(json::writeString);
          json.writeEndArray();
          if (request.dimensions() != null) {
            json.writeNumberProperty("dimensions", request.dimensions());
          }
          extension(NO_SAMPLING, request.extension(), 0, json);
        });
  }

  private static final Sampling NO_SAMPLING =
      new Sampling(null, null, null, null, null, null, List.of());

  private static byte[] write(String model, Consumer<JsonGenerator> fields) {
    ByteBuilder out = new ByteBuilder(1024);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringProperty("model", model);
      fields.accept(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void tools(List<Tool> tools, JsonGenerator json) {
    if (tools.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("tools");
    for (Tool tool : tools) {
      json.writeStartObject();
      json.writeStringProperty("type", "function");
      json.writeObjectPropertyStart("function");
      json.writeStringProperty("name", tool.name());
      if (tool.description() != null) {
        json.writeStringProperty("description", tool.description());
      }
      if (tool.parameters() != null) {
        json.writeName("parameters").writeTree(tool.parameters());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void format(@Nullable OutputFormat format, JsonGenerator json) {
    switch (format) {
      case null -> {}
      case OutputFormat.Json() -> json.writeStringProperty("format", "json");
      case OutputFormat.Schema(var schema) -> json.writeName("format").writeTree(schema);
    }
  }

  private static void thinking(@Nullable Thinking thinking, JsonGenerator json) {
    switch (thinking) {
      case null -> {}
      case OFF -> json.writeBooleanProperty("think", false);
      case ON -> json.writeBooleanProperty("think", true);
      case LOW -> json.writeStringProperty("think", "low");
      case MEDIUM -> json.writeStringProperty("think", "medium");
      case HIGH -> json.writeStringProperty("think", "high");
      case MAX -> json.writeStringProperty("think", "max");
    }
  }

  private static void logprobs(@Nullable Integer top, JsonGenerator json) {
    if (top == null) {
      return;
    }
    json.writeBooleanProperty("logprobs", true);
    if (top > 0) {
      json.writeNumberProperty("top_logprobs", top);
    }
  }

  private static void extension(
      Sampling sampling, OllamaExtension extension, int mostTokens, JsonGenerator json) {
    if (extension.keepAlive() != null) {
      json.writeName("keep_alive").writeTree(extension.keepAlive());
    }
    ObjectNode options = extension.options().deepCopy();
    put(sampling, options);
    int wanted = maxTokens(sampling, extension);
    if (mostTokens > 0 && (wanted == 0 || wanted > mostTokens)) {
      options.put("num_predict", mostTokens);
    }
    if (!options.isEmpty()) {
      json.writeName("options").writeTree(options);
    }
  }

  private static void put(Sampling sampling, ObjectNode options) {
    put(options, "temperature", sampling.temperature());
    put(options, "top_p", sampling.topP());
    put(options, "num_predict", sampling.maxTokens());
    put(options, "seed", sampling.seed());
    put(options, "presence_penalty", sampling.presencePenalty());
    put(options, "frequency_penalty", sampling.frequencyPenalty());
    if (!sampling.stop().isEmpty()) {
      sampling.stop().forEach(options.putArray("stop")::add);
    }
  }

  /**
   * How many tokens the client wants at most; 0 for no bound, as any number below 1 is to Ollama.
   */
  public static int maxTokens(Sampling sampling, OllamaExtension extension) {
    if (sampling.maxTokens() != null) {
      return sampling.maxTokens();
    }
    double wanted = extension.options().path("num_predict").asDouble(0);
    return (int) Math.clamp(wanted, 0, Integer.MAX_VALUE);
  }

  private static void put(ObjectNode options, String name, @Nullable Number value) {
    if (value != null) {
      options.putPOJO(name, value);
    }
  }
}
