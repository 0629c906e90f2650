package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.it.Gateway.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEC-1: whatever is sent as a credential, nobody is let in and the server stays well. */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "AUTH_MODE=keys",
  "ADMIN_KEY=" + AccessIT.ADMIN,
  "DATABASE_URL=jdbc:h2:mem:wrong",
  "AUTH_FAILURES=40"
})
final class WrongCredentialsIT {

  private static final String QUESTION =
      "{\"model\":\"tiny-llama\",\"messages\":[],\"stream\":false}";

  private final Gateway gateway;

  WrongCredentialsIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llm_' or '1'='1",
        "llm_'; drop table api_key; --",
        "llm_${jndi:ldap://127.0.0.1/x}",
        "llm_<script>alert(1)</script>",
        "llm_../../../../etc/passwd",
        "llm_%00",
        "llm_\\u0000",
        "llm_{{7*7}}",
      })
  void injectedTextIsAWrongCredentialAndNothingElse(String text) {
    for (String header : List.of("Authorization", "x-api-key")) {
      assertThat(gateway.post("/v1/chat/completions", QUESTION, header, text).status())
          .as(header)
          .isIn(401, 429);
    }
    assertThat(gateway.get("/admin/v1/keys", "x-api-key", AccessIT.ADMIN).status()).isEqualTo(200);
  }

  @Test
  void tenMegabytesOfHeaderAreRefused() throws IOException {
    String answer = raw("x-api-key: llm_" + "a".repeat(10 << 20) + "\r\n");
    assertThat(answer).doesNotContain("HTTP/1.1 200").doesNotContain("HTTP/1.1 5");
    assertThat(gateway.get("/ready").status()).isEqualTo(200);
  }

  @Test
  void aHeaderThatComesTwiceMustSayTheSame() throws IOException {
    String right = "x-api-key: " + AccessIT.ADMIN + "\r\n";
    assertThat(raw(right + right)).contains("HTTP/1.1 200");
    assertThat(raw(right + "x-api-key: llm_x\r\n")).contains("HTTP/1.1 401");
  }

  @Test
  void tooManyOfThemAreToldToWaitWhileRightOnesAreLetIn() {
    Reply last = null;
    for (int i = 0; i < 60; i++) {
      last = gateway.get("/v1/models", "x-api-key", "llm_wrong-" + i);
      assertThat(last.status()).isIn(401, 429);
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(Integer.parseInt(last.header("retry-after"))).isBetween(1, 60);
    assertThat(gateway.get("/v1/models", "x-api-key", AccessIT.ADMIN).status()).isEqualTo(200);
  }

  /** Sends a request for the models with {@code headers}, and returns what comes, if anything. */
  private String raw(String headers) throws IOException {
    URI url = gateway.url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      String request =
          "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
      try {
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException refusedBeforeTheEnd) {
        return "";
      }
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException refused) {
      return "";
    }
  }
}
