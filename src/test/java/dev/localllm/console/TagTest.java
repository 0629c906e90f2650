package dev.localllm.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 13.1. */
class TagTest {

  @ParameterizedTest
  @ValueSource(strings = {"\"3\"", "*", "\"1\", \"3\"", "\"1\" ,\"3\"", "W/\"1\",\"3\""})
  void aChangeIsBasedOnThisVersion(String condition) {
    assertThatCode(() -> Tag.requireMatch(List.of(condition), 3)).doesNotThrowAnyException();
    assertThatCode(() -> Tag.requireMatch(List.of("\"0\"", condition), 3))
        .doesNotThrowAnyException();
  }

  @Test
  void noConditionIsFulfilled() {
    assertThatCode(() -> Tag.requireMatch(List.of(), 3)).doesNotThrowAnyException();
    assertThat(Tag.known(List.of(), 3)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"3\"", "\"33\", \"\""})
  void anotherVersionIsStale(String condition) {
    assertThat(Refusals.of(() -> Tag.requireMatch(List.of(condition), 3)).status()).isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "", "\"3", "\"3\",", "w/\"3\"", "\"\"\""})
  void aMalformedConditionIsRefused(String condition) {
    assertThat(Refusals.of(() -> Tag.requireMatch(List.of(condition), 3)).status()).isEqualTo(400);
    assertThat(Refusals.of(() -> Tag.known(List.of(condition), 3)).status()).isEqualTo(400);
  }

  @Test
  void readersCompareWeakly() {
    assertThat(Tag.known(List.of("\"1\", W/\"3\""), 3)).isTrue();
    assertThat(Tag.known(List.of("*"), 3)).isTrue();
    assertThat(Tag.known(List.of("\"2\""), 3)).isFalse();
  }
}
