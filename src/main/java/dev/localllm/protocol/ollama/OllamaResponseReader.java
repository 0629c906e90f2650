package dev.localllm.protocol.ollama;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Json;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Turns the lines of a chat or generate answer, or its whole unstreamed body, into events of the
 * hub. One answer, one thread at a time.
 */
public final class OllamaResponseReader {

  private final Supplier<String> callIds;
  private @Nullable String model;

  /**
   * A reader for one answer.
   *
   * @param callIds makes ids for tool calls that come without one
   */
  public OllamaResponseReader(Supplier<String> callIds) {
    this.callIds = callIds;
  }

  /**
   * Reads one object. Events are told only after all of it was read.
   *
   * @param sink gets a delta if anything was said, then an end if this was the last line
   * @throws GatewayException {@link GatewayError.BackendFailed} when it reports an error or cannot
   *     be read
   */
  public void read(byte[] buffer, int offset, int length, Consumer<AnswerEvent> sink) {
    OllamaLine line = new OllamaLine(callIds);
    try (JsonParser parser = Json.MAPPER.createParser(buffer, offset, length)) {
      line.read(parser);
    } catch (JacksonException e) {
      throw OllamaErrors.unreadable();
    }
    if (line.model() != null) {
      model = line.model();
    }
    line.tell(sink);
  }

  /** The model as the backend named it; empty until a line told. */
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }
}
