package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/chat}, byte for byte what Ollama says (API-1). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OllamaChatIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat-load",
        "chat-stream",
        "chat-nonstream",
        "chat-think-stream",
        "chat-think-default",
        "chat-tools-stream",
        "chat-tools-nonstream",
        "chat-tool-result",
        "chat-format-json",
        "chat-format-schema",
        "chat-num-predict",
        "chat-stop",
        "chat-logprobs-stream",
        "chat-bad-role",
        "chat-overflow",
        "chat-unload"
      })
  void answersLikeOllama(String name, Gateway gateway) {
    Replay.of(gateway, name).assertSame();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat-unknown-model",
        "chat-think-unsupported",
        "chat-tools-unsupported",
        "chat-error-nonstream",
        "chat-error-mid-stream",
        "chat-embed-model",
        "chat-format-bad",
        "chat-bad-option",
        "chat-bad-keep-alive",
        "chat-bad-model-name",
        "chat-tool-arguments-string",
        "chat-image-unsupported"
      })
  void refusesAndFailsLikeOllama(String name, Gateway gateway) {
    Replay.of(gateway, name).assertSame();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat-malformed-json", "chat-empty-body", "chat-wrong-type"})
  void refusesBadBodiesInOllamasShape(String name, Gateway gateway) {
    Replay replay = Replay.of(gateway, name);
    replay.assertSameHead();
    assertThat(Dialect.OLLAMA.message(replay.reply().json())).isNotBlank();
  }

  @Test
  void aRequestWithoutAModelMeansTheDefaultModel(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post(
            "/api/chat",
            """
            {"messages":[{"role":"user","content":"Hi"}],"stream":false,"think":false,
             "options":{"temperature":0}}\
            """);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/model").asString()).isEqualTo("tiny-llama");
    assertThat(reply.json().at("/message/content").asString()).startsWith("Hello there");
  }

  @Test
  void unknownFieldsPassAsOllamaLetsThem(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post(
            "/api/chat",
            """
            {"model":"tiny-llama","messages":[{"role":"user","content":"Hi"}],"stream":false,
             "think":false,"no_such_field":{"a":[1]}}\
            """);
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void theContentTypeIsNotLookedAt(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post(
            "/api/chat", Dialect.OLLAMA.chat("tiny-llama", false), "Content-Type", "text/plain");
    assertThat(reply.status()).isEqualTo(200);
  }
}
