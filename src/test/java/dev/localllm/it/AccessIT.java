package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SEC-1, SEC-2: who is let in, by which credential. */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({"AUTH_MODE=keys", "ADMIN_KEY=" + AccessIT.ADMIN, "DATABASE_URL=jdbc:h2:mem:access"})
final class AccessIT {

  static final String ADMIN = "llm_abcdefghijklmnopqrstuvwxyz234567";

  private static final String QUESTION =
      "{\"model\":\"tiny-llama\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":false}";

  private final Gateway gateway;

  AccessIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @Test
  void aKeyIsAcceptedInEveryFormThatClientsSend() {
    String basic =
        Base64.getEncoder().encodeToString(("user:" + ADMIN).getBytes(StandardCharsets.UTF_8));
    String name =
        Base64.getEncoder().encodeToString((ADMIN + ":").getBytes(StandardCharsets.UTF_8));
    assertThat(ask("Authorization", "Bearer " + ADMIN)).isEqualTo(200);
    assertThat(ask("Authorization", "bearer " + ADMIN)).isEqualTo(200);
    assertThat(ask("Authorization", ADMIN)).isEqualTo(200);
    assertThat(ask("Authorization", "Basic " + basic)).isEqualTo(200);
    assertThat(ask("Authorization", "Basic " + name)).isEqualTo(200);
    assertThat(ask("x-api-key", ADMIN)).isEqualTo(200);
    assertThat(ask("x-api-key", ADMIN, "Authorization", "Bearer " + ADMIN)).isEqualTo(200);
  }

  @Test
  void withoutOneNobodyIsLetInAndTheDialectSaysSo() {
    Gateway.Reply ollama = gateway.post("/api/chat", QUESTION);
    assertThat(ollama.status()).isEqualTo(401);
    assertThat(ollama.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(ollama.json().path("error").stringValue()).contains("a credential is needed");
    Gateway.Reply openai = gateway.post("/v1/chat/completions", QUESTION);
    assertThat(openai.status()).isEqualTo(401);
    assertThat(openai.json().at("/error/code").stringValue()).isEqualTo("invalid_api_key");
  }

  @Test
  void everyWrongOneGetsTheSameAnswer() {
    String[] wrong = {
      "llm_bbcdefghijklmnopqrstuvwxyz234567", "llm_", "sk-123", "eyJhbGciOiJub25lIn0.e30.", "%D0%BA"
    };
    for (String each : wrong) {
      Gateway.Reply reply = gateway.post("/v1/chat/completions", QUESTION, "x-api-key", each);
      assertThat(reply.status()).as(each).isEqualTo(401);
      assertThat(reply.json().at("/error/message").stringValue())
          .isEqualTo("the credential is not valid");
    }
  }

  @Test
  void severalThatDifferAreRefused() {
    Gateway.Reply reply =
        gateway.post(
            "/v1/chat/completions",
            QUESTION,
            "x-api-key",
            ADMIN,
            "Authorization",
            "Bearer " + ADMIN + "x");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().at("/error/message").stringValue()).contains("several credentials");
  }

  private int ask(String... headers) {
    return gateway.post("/api/chat", QUESTION, headers).status();
  }
}
