package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own Java client takes the gateway for OpenAI. */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OpenAiJavaIT {

  private static final String GREETING = "Hello there, I am a tiny language model made for tests.";

  private final OpenAIClient client;

  OpenAiJavaIT(Gateway gateway) {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.url() + "/v1")
            .apiKey("not-checked")
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void chats() {
    ChatCompletion answer =
        client.chat().completions().create(chat("tiny-llama").build()).validate();
    assertThat(answer.choices().getFirst().message().content()).contains(GREETING);
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(22);
  }

  @Test
  void streams() {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(chat("tiny-llama").build())) {
      stream.stream().forEach(chunk -> whole.accumulate(chunk.validate()));
    }
    assertThat(whole.chatCompletion().choices().getFirst().message().content()).contains(GREETING);
  }

  @Test
  void callsTools() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                chat("tiny-llama")
                    .addFunctionTool(
                        FunctionDefinition.builder()
                            .name("get_weather")
                            .parameters(
                                FunctionParameters.builder()
                                    .putAdditionalProperty("type", JsonValue.from("object"))
                                    .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                    .build())
                            .build())
                    .build())
            .validate();
    var call =
        answer.choices().getFirst().message().toolCalls().orElseThrow().getFirst().asFunction();
    assertThat(call.function().name()).isEqualTo("get_weather");
    assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
  }

  @Test
  void completes() {
    var answer =
        client
            .completions()
            .create(
                CompletionCreateParams.builder()
                    .model("tiny-count")
                    .prompt("Hi")
                    .maxTokens(3)
                    .build())
            .validate();
    assertThat(answer.choices().getFirst().text()).isEqualTo("one two three ");
  }

  @Test
  void embeds() {
    CreateEmbeddingResponse answer =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("tiny-embed")
                    .inputOfArrayOfStrings(List.of("hello", "a cat"))
                    .build())
            .validate();
    assertThat(answer.data()).hasSize(2);
    assertThat(answer.data().getLast().embedding()).hasSize(64);
  }

  @Test
  void listsModels() {
    assertThat(client.models().list().data())
        .extracting(Model::id)
        .contains("tiny-llama:latest", "tiny-embed:latest");
    assertThat(client.models().retrieve("tiny-llama").validate().id()).isEqualTo("tiny-llama");
  }

  @Test
  void meetsItsOwnExceptions() {
    var completions = client.chat().completions();
    NotFoundException unknown =
        catchThrowableOfType(
            NotFoundException.class, () -> completions.create(chat("no-such-model").build()));
    assertThat(unknown.code()).contains("model_not_found");
    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class, () -> completions.create(chat("tiny-llama").n(2).build()));
    assertThat(refused.param()).contains("n");
    assertThat(
            catchThrowableOfType(
                InternalServerException.class,
                () -> completions.create(chat("tiny-stuck").build())))
        .hasMessageContaining("token repeat limit reached");
  }

  @Test
  void seesAStreamBreakOff() {
    SseException failure =
        catchThrowableOfType(
            SseException.class,
            () -> {
              try (var stream =
                  client.chat().completions().createStreaming(chat("tiny-stuck").build())) {
                stream.stream().forEach(ChatCompletionChunk::validate);
              }
            });
    assertThat(failure).hasMessageContaining("token repeat limit reached");
  }

  private static ChatCompletionCreateParams.Builder chat(String model) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .temperature(0)
        .reasoningEffort(ReasoningEffort.NONE)
        .addUserMessage("Hi");
  }
}
