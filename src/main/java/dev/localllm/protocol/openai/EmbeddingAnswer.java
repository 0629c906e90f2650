package dev.localllm.protocol.openai;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.ollama.OllamaEmbeddings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Embeddings in one piece. */
final class EmbeddingAnswer implements Answer {

  private final String requestedModel;
  private final int inputs;
  private final boolean base64;
  private @Nullable OllamaEmbeddings embeddings;

  /**
   * An answer that has not come yet.
   *
   * @param inputs how many vectors there must be
   */
  EmbeddingAnswer(String requestedModel, int inputs, boolean base64) {
    this.requestedModel = requestedModel;
    this.inputs = inputs;
    this.base64 = base64;
  }

  @Override
  public String contentType() {
    return OpenAiDialect.JSON;
  }

  @Override
  public void line(byte[] buffer, int offset, int length, ByteBuilder out) {
    OllamaEmbeddings read = OllamaEmbeddings.read(buffer, offset, length);
    List<float[]> vectors = read.vectors();
    if (vectors.size() != inputs) {
      throw new GatewayException(
          new GatewayError.BackendFailed(
              "the backend sent " + vectors.size() + " embeddings for " + inputs + " inputs"));
    }
    embeddings = read;
    out.append("{\"object\":\"list\",\"data\":[");
    for (int i = 0; i < vectors.size(); i++) {
      out.append(i == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":");
      out.append(Integer.toString(i)).append(",\"embedding\":");
      append(vectors.get(i), out);
      out.write('}');
    }
    out.append("],\"model\":").appendJson(read.model().orElse(requestedModel));
    String tokens = Integer.toString(read.usage().promptTokens());
    out.append(",\"usage\":{\"prompt_tokens\":").append(tokens);
    out.append(",\"total_tokens\":").append(tokens).append("}}");
  }

  private void append(float[] vector, ByteBuilder out) {
    if (base64) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      out.append("\"").append(Base64.getEncoder().encode(bytes.array())).append("\"");
      return;
    }
    out.write('[');
    for (int i = 0; i < vector.length; i++) {
      out.append(i == 0 ? "" : ",").append(Float.toString(vector[i]));
    }
    out.write(']');
  }

  @Override
  public boolean complete() {
    return embeddings != null;
  }

  @Override
  public void end(ByteBuilder out) {}

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    OpenAiError.of(error).append(out);
  }

  @Override
  public void heartbeat(ByteBuilder out) {
    out.write(' ');
  }

  @Override
  public Optional<String> reportedModel() {
    return embeddings == null ? Optional.empty() : embeddings.model();
  }

  @Override
  public Usage usage() {
    return embeddings == null ? Usage.NONE : embeddings.usage();
  }
}
