package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEC-1, SEC-2: who is let in, by which credential. */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({"AUTH_MODE=keys", "ADMIN_KEY=" + AccessIT.ADMIN, "DATABASE_URL=jdbc:h2:mem:access"})
final class AccessIT {

  static final String ADMIN = "llm_abcdefghijklmnopqrstuvwxyz234567";

  private static final int PATIENCE_MILLIS = 30_000;
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

  @Test
  void aCallerWithAKeyMayCallByAnyName() throws IOException {
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(
          "GET /v1/models HTTP/1.1\r\nHost: llm.example\r\nX-Api-Key: %s\r\n\r\n".formatted(ADMIN));
      assertThat(client.status()).isEqualTo(200);
    }
  }

  /** The server itself would read it to its end, however long that takes. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100000000000", "Transfer-Encoding: chunked"})
  void aBodyThatNobodyWantsIsCutOffAfterTheAnswer(String framing) throws Exception {
    try (Socket socket = new Socket(gateway.url().getHost(), gateway.url().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + framing;
      out.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] piece = "4\r\nabc\n\r\n".getBytes(StandardCharsets.US_ASCII);
      var answer = new ByteArrayOutputStream();
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (System.nanoTime() < deadline) {
                    out.write(piece);
                    Thread.sleep(20);
                  }
                } catch (IOException | InterruptedException cutOff) {
                  return;
                }
              });
      try {
        socket.getInputStream().transferTo(answer);
      } catch (SocketException reset) {
        // as good as an end
      } finally {
        sender.interrupt();
        sender.join();
      }
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(answer.toString(StandardCharsets.UTF_8)).startsWith("HTTP/1.1 401 ");
    }
  }
}
