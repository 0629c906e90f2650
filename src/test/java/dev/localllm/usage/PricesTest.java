package dev.localllm.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.Usage;
import dev.localllm.settings.UsageKeeping.Price;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

  private static final Usage MILLIONS = new Usage(1_000_000, 0, 1_000_000);

  @Test
  void thePromptAndTheCompletionHaveTheirOwnPrices() {
    var prices = new Prices(List.of(price("*", "0.05", "0.10")));
    assertThat(prices.cost(Optional.of("m"), new Usage(1, 1, 0)))
        .isEqualByComparingTo("0.00000005");
    assertThat(prices.cost(Optional.of("m"), new Usage(0, 0, 3))).isEqualByComparingTo("0.0000003");
    assertThat(prices.cost(Optional.of("m"), MILLIONS)).isEqualTo("0.150000000");
  }

  @Test
  void roundsHalfUpToNineDecimals() {
    var prices = new Prices(List.of(price("*", "0.000500", "0")));
    assertThat(prices.cost(Optional.of("m"), new Usage(1, 0, 0))).isEqualTo("0.000000001");
    assertThat(prices.cost(Optional.of("m"), new Usage(Integer.MAX_VALUE, 0, 0)))
        .isEqualTo("1.073741824");
  }

  @Test
  void nothingIsFreeButWhatHasNoPrice() {
    var prices = new Prices(List.of(price("llama*", "1", "1")));
    assertThat(prices.cost(Optional.of("qwen3"), MILLIONS)).isEqualTo("0.000000000");
    assertThat(prices.cost(Optional.empty(), MILLIONS)).isEqualTo("0.000000000");
    assertThat(new Prices(List.of()).cost(Optional.of("llama"), MILLIONS)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "llama3.2, llama3.2:latest, true",
    "llama3.2:latest, llama3.2, true",
    "llama3.2, LLAMA3.2, true",
    "LLAMA3.2, llama3.2, true",
    "llama3.2, llama3.2:3b, false",
    "llama3.2*, llama3.2:3b, true",
    "*:3b, llama3.2:3b, true",
    "*:3b, llama3.2:13b, false",
    "hf.co:80/x, hf.co:80/x:latest, true",
    "a*b*, ab, true",
    "a*a, a, false",
    "*, anything, true",
    "**a**, ba, true",
  })
  void namesFitAsOllamaReadsThem(String pattern, String model, boolean fits) {
    var prices = new Prices(List.of(price(pattern, "1", "0"), price("*", "0", "0")));
    assertThat(prices.cost(Optional.of(model), MILLIONS).signum() > 0).isEqualTo(fits);
  }

  @Property
  void fitsAsARegularExpressionWould(
      @ForAll @Chars({'a', 'b', '*'}) @StringLength(min = 1, max = 8) String pattern,
      @ForAll @Chars({'a', 'b'}) @StringLength(max = 10) String name) {
    var prices = new Prices(List.of(price(pattern + ":t", "1", "0")));
    String expression = (pattern + ":t").replace("*", ".*");
    assertThat(prices.cost(Optional.of(name + ":t"), MILLIONS).signum() > 0)
        .isEqualTo((name + ":t").matches(expression));
  }

  @Test
  void aMillionNamesAreNotRemembered() {
    var prices = new Prices(List.of(price("*1", "1", "1")));
    for (int i = 0; i < 100_000; i++) {
      prices.cost(Optional.of("model" + i), MILLIONS);
    }
    assertThat(prices.remembered()).isEqualTo(1000);
    assertThat(prices.cost(Optional.of("model99991"), MILLIONS)).isEqualByComparingTo("2");
  }

  private static Price price(String model, String prompt, String completion) {
    return new Price(model, new BigDecimal(prompt), new BigDecimal(completion));
  }
}
