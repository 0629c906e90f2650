package dev.localllm.protocol.openai;

import dev.localllm.chat.CompletionRequest;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.ModelName;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the inference requests of OpenAI's clients. Every method throws {@link GatewayException}
 * with {@link GatewayError.Invalid} or {@link GatewayError.Unsupported}, naming the field, when the
 * body cannot be honoured. Thread-safe.
 */
public final class OpenAiCodec {

  private final InstantSource clock;
  private final Supplier<String> ids;
  private final boolean rawPrompts;

  /**
   * A codec.
   *
   * @param clock tells {@code created}
   * @param ids makes random names, 29 letters and digits; they get a prefix
   * @param rawPrompts whether completions go to the model without its template, as OpenAI means
   *     them; Ollama's own shim applies the template
   */
  public OpenAiCodec(InstantSource clock, Supplier<String> ids, boolean rawPrompts) {
    this.clock = clock;
    this.ids = ids;
    this.rawPrompts = rawPrompts;
  }

  /** Reads the body of {@code POST /v1/chat/completions}. */
  public Exchange chatCompletion(byte[] body) {
    JsonFields fields = JsonFields.of(body, ChatFields.BODY);
    Optional<String> model = ModelName.of(fields.string("model"));
    return new ChatExchange(
        model,
        ChatReader.read(fields),
        SamplingReader.includesUsage(fields),
        () -> head("chatcmpl-", model));
  }

  /** Reads the body of {@code POST /v1/completions}. */
  public Exchange completion(byte[] body) {
    JsonFields fields = JsonFields.of(body, CompletionFields.COMPLETION);
    Optional<String> model = ModelName.of(fields.string("model"));
    CompletionRequest request = CompletionReader.read(fields, rawPrompts);
    return new CompletionExchange(
        model,
        request,
        fields.flag("echo") ? request.prompt() : "",
        SamplingReader.includesUsage(fields),
        () -> head("cmpl-", model));
  }

  /** Reads the body of {@code POST /v1/embeddings}. */
  public Exchange embedding(byte[] body) {
    JsonFields fields = JsonFields.of(body, CompletionFields.EMBEDDING);
    return new EmbeddingExchange(
        ModelName.of(fields.string("model")),
        EmbeddingReader.read(fields),
        EmbeddingReader.wantsBase64(fields));
  }

  private AnswerHead head(String prefix, Optional<String> model) {
    return new AnswerHead(
        prefix + ids.get(),
        clock.instant().getEpochSecond(),
        model.orElse(""),
        () -> "call_" + ids.get());
  }
}
