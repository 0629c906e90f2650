package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv",
        "Text/CSV",
        "text/csv; charset=utf-8",
        " text/csv;q=0.9, application/json",
        "text/html,text/csv"
      })
  void commaSeparatedValuesAreNamed(String accept) {
    assertThat(Formats.csv(accept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*/*", "application/json, text/csv", "text/*", "text/csvx", ";;,,", "text/"})
  void commaSeparatedValuesAreNotNamed(String accept) {
    assertThat(Formats.csv(accept)).isFalse();
  }
}
