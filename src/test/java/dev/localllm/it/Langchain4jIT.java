package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import dev.langchain4j.model.ollama.OllamaModels;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** LangChain4j's Ollama client takes the gateway for Ollama. */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class Langchain4jIT {

  private static final String GREETING = "Hello there, I am a tiny language model made for tests.";

  private final String url;

  Langchain4jIT(Gateway gateway) {
    url = gateway.url().toString();
  }

  @Test
  void chats() {
    assertThat(chat("tiny-llama").chat("Hi")).isEqualTo(GREETING);
  }

  @Test
  void anUnknownModelIsAnError() {
    assertThatThrownBy(() -> chat("no-such-model").chat("Hi")).hasMessageContaining("not found");
  }

  @Test
  void streams() throws Exception {
    StringBuilder pieces = new StringBuilder();
    CompletableFuture<ChatResponse> whole = stream("tiny-llama", pieces);
    assertThat(whole.get(20, TimeUnit.SECONDS).aiMessage().text()).isEqualTo(GREETING);
    assertThat(pieces).hasToString(GREETING);
    assertThat(whole.get().tokenUsage().outputTokenCount()).isEqualTo(17);
  }

  @Test
  void embeds() {
    OllamaEmbeddingModel model =
        OllamaEmbeddingModel.builder().baseUrl(url).modelName("tiny-embed").maxRetries(0).build();
    List<Embedding> vectors =
        model.embedAll(List.of(TextSegment.from("hello"), TextSegment.from("a cat"))).content();
    assertThat(vectors).hasSize(2);
    assertThat(vectors.getFirst().dimension()).isEqualTo(64);
  }

  @Test
  void listsModels() {
    OllamaModels models = OllamaModels.builder().baseUrl(url).maxRetries(0).build();
    assertThat(models.availableModels().content())
        .extracting(model -> model.getName())
        .contains("tiny-llama:latest");
    assertThat(models.modelCard("tiny-llama").content().getDetails().getFamily())
        .isEqualTo("llama");
  }

  private OllamaChatModel chat(String model) {
    return OllamaChatModel.builder()
        .baseUrl(url)
        .modelName(model)
        .temperature(0.0)
        .think(false)
        .maxRetries(0)
        .build();
  }

  private CompletableFuture<ChatResponse> stream(String model, StringBuilder pieces) {
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    OllamaStreamingChatModel.builder()
        .baseUrl(url)
        .modelName(model)
        .temperature(0.0)
        .think(false)
        .build()
        .chat(
            "Hi",
            new StreamingChatResponseHandler() {
              @Override
              public void onPartialResponse(String piece) {
                pieces.append(piece);
              }

              @Override
              public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
              }

              @Override
              public void onError(Throwable error) {
                whole.completeExceptionally(error);
              }
            });
    return whole;
  }
}
