package dev.localllm.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleVectorTest {

  @ParameterizedTest
  @CsvSource({"hello, 64", "hello, 1", "'', 64", "héllo 🦙, 3"})
  void hasLengthOne(String text, int dimensions) {
    double[] vector = SampleVector.of(text, dimensions);
    assertThat(vector).hasSize(dimensions);
    assertThat(DoubleStream.of(vector).map(x -> x * x).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void dependsOnTheTextAlone() {
    assertThat(SampleVector.of("a", 64)).isEqualTo(SampleVector.of("a", 64));
    assertThat(SampleVector.of("a", 64)).isNotEqualTo(SampleVector.of("b", 64));
  }

  @ParameterizedTest
  @CsvSource({"0", "-7"})
  void hasAtLeastOneEntry(int dimensions) {
    assertThat(SampleVector.of("a", dimensions)).hasSize(1);
  }
}
