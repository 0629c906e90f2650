package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients in other languages, and the {@code ollama} command, take the gateway for the original.
 */
@Tag("real")
@ExtendWith(GatewayExtension.class)
final class ForeignClientsIT {

  private final Gateway gateway;
  private final ForeignClients clients;

  ForeignClientsIT(Gateway gateway) {
    this.gateway = gateway;
    clients = new ForeignClients(gateway);
  }

  /**
   * Ollama may keep a place at a fast model taken for good when a client leaves between two tokens
   * (ollama/ollama#17131); unloading the model frees it.
   */
  @AfterEach
  void freeTheModelThatAClientLeft() {
    Gateway.Reply reply =
        gateway.post("/api/generate", "{\"model\":\"tiny-count\",\"keep_alive\":0}");
    assertThat(reply.json().at("/done_reason").asString()).isEqualTo("unload");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai.mjs", "ollama.mjs"})
  void javaScript(String script) {
    assertThat(clients.javaScript(script)).contains("all well");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai_client.py", "ollama_client.py"})
  void python(String script) {
    assertThat(clients.python(script)).contains("all well");
  }

  @Test
  void theOllamaCommand() {
    assertThat(clients.ollama("list")).contains("tiny-llama:latest", "tiny-embed:latest");
    assertThat(clients.ollama("show", "tiny-llama")).contains("llama", "completion", "thinking");
    // what it says is sampled
    assertThat(clients.ollama("run", "tiny-llama", "--think=false", "Hi")).isNotBlank();
    assertThat(clients.ollama("ps")).contains("tiny-llama:latest");
    assertThat(clients.run(RealOllama.client("rm", "tiny-llama")).output())
        .contains("models:manage");
    assertThat(clients.ollama("list")).contains("tiny-llama:latest");
  }
}
