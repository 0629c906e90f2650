package dev.localllm.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenEstimateTest {

  @Test
  void aTokenForEveryFourBytes() {
    assertThat(estimate("")).isZero();
    assertThat(estimate("abc")).isEqualTo(1);
    assertThat(estimate("abcd efgh ijk")).isEqualTo(4);
    assertThat(estimate("é".repeat(4000))).isEqualTo(2000);
  }

  @Test
  void imagesAreLeftOut() {
    String text = "{\"prompt\":\"what is this?\",\"images\":[\"";
    int alone = estimate(text + "\"]}");
    assertThat(estimate(text + "iVBORw0KGgo/".repeat(100_000) + "==\"]}"))
        .isBetween(alone, alone + 1);
  }

  private static int estimate(String body) {
    return TokenEstimate.prompt(body.getBytes(UTF_8));
  }
}
