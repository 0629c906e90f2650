package dev.localllm.console;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void readsOneObject() {
    assertThat(Json.read(" {\"a\":{\"a\":1}} ".getBytes(UTF_8)).at("/a/a").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"x\"",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{}{}",
        "{} x",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "\ufeff{}",
        "/**/{}",
        "{\"a\":"
      })
  void refusesEverythingElse(String body) {
    assertThat(Refusals.of(() -> Json.read(body.getBytes(UTF_8))).status()).isEqualTo(400);
  }

  @Test
  void refusesOtherEncodingsAndDeepNesting() {
    String deep = "{\"a\":".repeat(21) + "1" + "}".repeat(21);
    byte[][] bodies = {
      "{}".getBytes(UTF_16LE), {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, deep.getBytes(UTF_8)
    };
    for (byte[] body : bodies) {
      assertThat(Refusals.of(() -> Json.read(body)).detail()).contains("one JSON object in UTF-8");
    }
  }

  @ParameterizedTest
  @CsvSource({"12.500000,12.5", "0.000000,0", "100,100", "1E+3,1000", "0.000001,0.000001"})
  void moneyHasNoExponentAndNoNeedlessZeros(BigDecimal amount, String written) {
    assertThat(Json.money(amount)).isEqualTo(written);
  }
}
