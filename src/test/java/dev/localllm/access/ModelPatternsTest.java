package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPatternsTest {

  @ParameterizedTest
  @CsvSource({
    "llama3.2, llama3.2, true",
    "llama3.2, llama3.2:latest, true",
    "llama3.2, LLAMA3.2, true",
    "llama3.2, llama3.2:3b, false",
    "llama3*, llama3.2:3b, true",
    "*:3b, llama3.2:3b, true",
    "*:3b, llama3.2, false",
    "l*a*:7*, llama:7b, true",
    "l*a*:7*, qwen:7b, false",
    "*, anything/at-all:x, true",
    "llama?, llama3, false",
    "llаma3.2, llama3.2, false",
  })
  void fits(String pattern, String model, boolean allowed) {
    assertThat(new ModelPatterns(List.of(pattern)).allow(model)).isEqualTo(allowed);
  }

  @Test
  void noneAllowsAll() {
    assertThat(ModelPatterns.ALL.allow("x")).isTrue();
  }

  @Test
  void manyStarsTakeNoLongTime() {
    String text = "a".repeat(5000);
    assertThat(new ModelPatterns(List.of("*a".repeat(90) + "*b")).allow(text)).isFalse();
  }
}
