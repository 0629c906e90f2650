package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomNamesTest {

  private final RandomNames names = new RandomNames();

  @Test
  void haveTheLengthAndTheLettersOfOpenAisIds() {
    assertThat(Stream.generate(names).limit(1000))
        .allMatch(name -> name.matches("[a-zA-Z0-9]{29}"));
  }

  @Test
  void differ() {
    assertThat(Stream.generate(names).limit(10_000)).doesNotHaveDuplicates();
  }

  @Test
  void useEveryLetterAndDigit() {
    String all = Stream.generate(names).limit(1000).collect(Collectors.joining());
    assertThat(all.chars().distinct().count()).isEqualTo(62);
  }
}
