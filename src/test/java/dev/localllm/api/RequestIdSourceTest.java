package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdSourceTest {

  private final RequestIdSource ids = new RequestIdSource(() -> 0xABCL);

  @ParameterizedTest
  @ValueSource(strings = {"a", "req_1", "A.b:c-D_9", "0123456789012345678901234567890123456789"})
  void harmlessIdsAreKept(String id) {
    assertThat(ids.accept(id)).isEqualTo(id);
  }

  @Test
  void theLongestIdHas128Characters() {
    assertThat(ids.accept("x".repeat(128))).isEqualTo("x".repeat(128));
    assertThat(ids.accept("x".repeat(129))).startsWith("req_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\r\nSet-Cookie: x", "é", "a/b", "a\"", "<a>"})
  void othersAreReplaced(String id) {
    assertThat(ids.accept(id)).isEqualTo("req_0000000000000abc0000000000000abc");
  }

  @Test
  void aMissingIdIsMade() {
    assertThat(ids.accept(null)).matches("req_[0-9a-f]{32}");
  }

  @Test
  void madeIdsDiffer() {
    var random = new RequestIdSource(() -> ThreadLocalRandom.current().nextLong());
    assertThat(random.accept(null)).isNotEqualTo(random.accept(null));
  }
}
