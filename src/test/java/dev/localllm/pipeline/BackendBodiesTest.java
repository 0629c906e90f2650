package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.backend.BackendAnswer;
import dev.localllm.chat.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BackendBodiesTest {

  private static final Holding HOLDING = TestSettings.held().of("key_1");

  @Test
  void aGoodHeadPassesUnread() throws IOException {
    BackendAnswer head = answer(200, "body");
    BackendBodies.check(head, HOLDING);
    assertThat(head.body().readAllBytes()).hasSize(4);
  }

  @Test
  void anErrorStatusStopsAnAnswer() {
    assertThatThrownBy(() -> BackendBodies.check(answer(400, "{\"error\":\"no\"}"), HOLDING))
        .isInstanceOf(GatewayException.class)
        .extracting(e -> ((GatewayException) e).error().status())
        .isEqualTo(400);
  }

  @Test
  void aBodyMayBeAsLongAsTheLimit() {
    assertThat(BackendBodies.wholeBody(answer(200, "12345"), 5, HOLDING))
        .asString(UTF_8)
        .isEqualTo("12345");
  }

  @Test
  void aLongerOneIsTheBackendsFault() {
    assertThatThrownBy(() -> BackendBodies.wholeBody(answer(200, "123456"), 5, HOLDING))
        .hasMessageContaining("longer than 5 bytes");
  }

  @Test
  void aBrokenOneIsToldWithoutDetails() {
    var body =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("10.1.2.3 reset the connection");
          }
        };
    assertThatThrownBy(() -> BackendBodies.wholeBody(new BackendAnswer(200, body), 5, HOLDING))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("the connection to the backend broke")
        .hasMessageNotContaining("10.1.2.3");
  }

  private static BackendAnswer answer(int status, String body) {
    return new BackendAnswer(status, new ByteArrayInputStream(body.getBytes(UTF_8)));
  }
}
