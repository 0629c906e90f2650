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
  private @Nullable TokenLine tokens;

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
    AnswerEvent.Delta token = tokens == null ? null : tokens.read(buffer, offset, length);
    if (token == null) {
      parse(buffer, offset, length).tell(sink);
    } else if (!token.text().isEmpty() || !token.thinking().isEmpty()) {
      sink.accept(token);
    }
  }

  private OllamaLine parse(byte[] buffer, int offset, int length) {
    OllamaLine line = new OllamaLine(callIds);
    try (JsonParser parser = Json.MAPPER.createParser(buffer, offset, length)) {
      line.read(parser);
    } catch (JacksonException e) {
      throw OllamaErrors.unreadable();
    }
    String name = line.model();
    if (name != null && !name.equals(model)) {
      model = name;
      tokens = new TokenLine(name);
    }
    return line;
  }

  /** The model as the backend named it; empty until a line told. */
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }
}
