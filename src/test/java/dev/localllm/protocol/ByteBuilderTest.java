package dev.localllm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ByteBuilderTest {

  @Property
  void anyStringSurvivesAsJson(@ForAll("strings") String text) {
    byte[] json = new ByteBuilder(1).appendJson(text).toByteArray();
    String wellFormed = new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    assertThat(Json.MAPPER.readTree(json).stringValue()).isEqualTo(wellFormed);
  }

  @Test
  void lineFeedsNeverStayBare() {
    assertThat(new ByteBuilder(1).appendJson("a\nb\r\u0000\u001f\t\"\\\u2028😀"))
        .hasToString("\"a\\nb\\r\\u0000\\u001f\\t\\\"\\\\\u2028😀\"");
  }

  @Test
  void truncateForgetsOnlyTheEnd() {
    ByteBuilder bytes = new ByteBuilder(1).append("abc");
    bytes.truncate(1);
    bytes.truncate(5);
    assertThat(bytes.append("d")).hasToString("ad");
  }

  @Provide
  Arbitrary<String> strings() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all(),
        Arbitraries.strings().withChars('a', '"', '\\', '\n', '\ud83d', '\ude00', '\u0007', 'é'));
  }
}
