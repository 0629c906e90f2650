package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonObjectTest {

  @Test
  void fieldsKeepTheirOrderAndTypes() {
    var json = new JsonObject().add("a", "x\"y").add("b", 1L).add("c", 1.5).add("d", true);
    assertThat(new String(json.bytes("\n"), UTF_8))
        .isEqualTo("{\"a\":\"x\\\"y\",\"b\":1,\"c\":1.5,\"d\":true}\n");
  }
}
